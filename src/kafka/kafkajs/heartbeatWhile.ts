/** Milliseconds between heartbeats: well below the group's session timeout. */
const heartbeatMs = 1000;

/**
 * Waits for a long piece of work inside a kafkajs batch, telling the group meanwhile that this member is alive.
 *
 * @throws what the work or a heartbeat throws (a rebalance shows as a failing heartbeat)
 */
export async function heartbeatWhile<T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    timer = setInterval(() => void heartbeat().catch(reject), heartbeatMs);
  });
  try {
    return await Promise.race([work, failed]);
  } finally {
    clearInterval(timer);
  }
}
