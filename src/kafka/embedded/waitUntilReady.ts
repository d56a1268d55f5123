import { setTimeout as sleep } from 'node:timers/promises';
import { brokerAnswers } from '../kafkajs/brokerAnswers';

/**
 * Waits until a broker answers a metadata request and names itself in it: only then is it registered with the
 * controller and will create topics.
 *
 * @param signal ends the waiting, without an error
 * @returns whether it is ready
 */
export async function waitUntilReady(address: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await brokerAnswers(address)) return true;
    await sleep(150, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
