import { checkpointError, readJsonObject } from '../checkpoint/modelFiles';
import type { Architecture, Network } from './Architecture';
import { distilbert } from './distilbert/distilbert';

/** A line for each family of networks. */
const architectures: readonly Architecture[] = [distilbert];

/**
 * The network that a config.json describes, of the architecture that its `model_type` names.
 *
 * @throws EmostreamError `bad_checkpoint` for an architecture that is not known, or naming the field that is wrong
 */
export function readNetwork(configPath: string): { architecture: Architecture; network: Network } {
  const json = readJsonObject(configPath);
  const modelType = json['model_type'];
  const architecture = architectures.find((known) => known.modelType === modelType);
  if (architecture !== undefined) return { architecture, network: architecture.readConfig(json, configPath) };
  const found = modelType === undefined ? 'missing' : JSON.stringify(modelType);
  const known = architectures.map((each) => `"${each.modelType}" (${each.title})`).join(', ');
  throw checkpointError(
    `${configPath}: model_type is ${found}; emostream knows ${known}`,
    'name the folder of a sequence classifier of a known type',
  );
}
