import { randomBytes } from 'node:crypto';

/**
 * A new id for a cluster: 16 bytes in base64url, as Kafka's Uuid writes them. Never with a dash at its start, which one
 * in 64 would have: Kafka's storage tool takes such an id for one of its flags.
 */
export function newClusterId(bytes: Uint8Array = randomBytes(16)): string {
  const [first = 0, ...others] = bytes;
  // Without its highest bit the first character is one of A to f.
  return Buffer.from([first & 0x7f, ...others]).toString('base64url');
}
