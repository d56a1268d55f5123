import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether an Authorization header carries the token (RFC 6750, 2.1). Digests are compared, so that the time of the
 * comparison reveals neither the token's characters nor its length.
 */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
