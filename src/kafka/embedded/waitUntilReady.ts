import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a broker answers a metadata request and names itself in it: only then is it registered with the
 * controller and will create topics.
 *
 * @param signal ends the waiting, without an error
 * @returns whether it is ready
 */
export async function waitUntilReady(address: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await answers(address)) return true;
    await sleep(150, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

async function answers(address: string): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'emostream-supervisor',
    brokers: [address],
    connectionTimeout: 2000,
    requestTimeout: 5000,
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    return brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
