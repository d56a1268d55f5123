import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { type Check, missing } from '../common/Check';
import { checkKafka } from '../kafka/doctor';
import { describeTensorflow } from '../model/engines/tfjs/setup/checkTensorflow';
import { kafkaSettings } from '../kafka/settings';
import { openModel } from './openModel';

export type CheckedOptions = Pick<OptionValues, (typeof optionGroups)['kafka' | 'model'][number]>;

const leastNode = 20;
const probe = '¡Qué alegría tan grande, hemos ganado!';

/** What of this machine works with the model and the cluster that the options name, and what is missing. */
export async function checkMachine(options: CheckedOptions): Promise<Check[]> {
  const groups = await Promise.all([
    Promise.resolve([checkNode(process.versions.node)]),
    guarded('Model', () => checkModel(options)),
    guarded('Kafka', () => checkKafka(kafkaSettings(options))),
    guarded('TensorFlow', async () => [await describeTensorflow()]),
  ]);
  return groups.flat();
}

function checkNode(version: string): Check {
  const [major = 0] = version.split('.').map(Number);
  return major >= leastNode
    ? { name: 'Node', status: 'ok', detail: version, hint: '' }
    : { name: 'Node', status: 'missing', detail: version, hint: `Install Node ${leastNode} or newer.` };
}

/** Loads the model and labels a text for real. */
async function checkModel(options: CheckedOptions): Promise<Check[]> {
  const { classifier, tokenizer } = await openModel(options, () => undefined);
  try {
    const startedAt = performance.now();
    const [probabilities = new Float32Array()] = await classifier.classify([
      tokenizer.encode(probe, classifier.maxTokens),
    ]);
    const milliseconds = (performance.now() - startedAt).toFixed(1);
    const emotion = classifier.labels[probabilities.indexOf(Math.max(...probabilities))] ?? '?';
    const detail = `${classifier.model.name} on ${classifier.engine} labels a text as ${emotion} in ${milliseconds} ms`;
    return [{ name: 'Model', status: 'ok', detail, hint: '' }];
  } finally {
    await classifier.close();
  }
}

/** A check that cannot even run is a finding too. */
async function guarded(name: string, check: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await check();
  } catch (error) {
    return [missing(name, error)];
  }
}
