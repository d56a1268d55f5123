import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmostreamError } from '../../common/errors';
import {
  javaArguments,
  quickJvm,
  serverProperties,
  type BrokerFolders,
  type BrokerPorts,
} from './brokerConfig';
import { tellingLines } from './brokerDeath';
import { newClusterId } from './clusterId';
import { runProgram } from './programs';

/**
 * Formats the broker's storage once. It is formatted under another name and renamed, so that a start that was
 * killed half way leaves nothing that looks like a formatted folder.
 *
 * @param java full path of the `java` program
 * @param jars folder of the broker's jars
 * @param nodes ports of all nodes of the cluster
 * @param index which of them this one is
 * @param clusterId the same for all of them
 * @throws EmostreamError `storage_format_failed`
 */
export async function formatStorage(
  java: string,
  jars: string,
  folders: BrokerFolders,
  nodes: readonly BrokerPorts[],
  index = 0,
  clusterId = newClusterId(),
): Promise<void> {
  if (existsSync(folders.data)) return;
  const partial = `${folders.data}.partial`;
  const properties = join(folders.root, 'format.properties');
  await rm(partial, { recursive: true, force: true });
  await writeFile(properties, serverProperties(partial, nodes, index));
  const { code, output } = await runProgram(
    java,
    javaArguments(
      jars,
      folders.log4j,
      ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties],
      quickJvm,
    ),
  );
  if (code !== 0) {
    throw new EmostreamError(`Kafka could not format ${folders.data}: ${tellingLines(output).join(' | ')}`, {
      code: 'storage_format_failed',
      fault: 'environment',
      hint: `Remove ${folders.root}, or set EMOSTREAM_CACHE to a folder that can be written.`,
    });
  }
  await rename(partial, folders.data);
}
