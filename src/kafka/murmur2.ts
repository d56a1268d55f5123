const multiplier = 0x5bd1e995;

/**
 * The hash by which Kafka's own clients choose the partition of a key. That of kafkajs is the same and takes quadratic
 * time: a key of 256 KiB blocks the process for ten seconds.
 *
 * @returns a signed 32-bit integer
 */
export function murmur2(data: Buffer): number {
  const whole = data.length & ~3;
  let hash = 0x9747b28c ^ data.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  if (whole < data.length) {
    hash = Math.imul(hash ^ data.readUIntLE(whole, data.length - whole), multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
