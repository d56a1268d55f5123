import { Kafka, logLevel } from 'kafkajs';

/** Whether a broker answers a metadata request and names brokers in it. Tries once. */
export async function brokerAnswers(address: string): Promise<boolean> {
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
