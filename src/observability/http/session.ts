import { createHmac, timingSafeEqual } from 'node:crypto';

const cookie = 'emostream_session';
const hours = 12;

/**
 * The cookie of a browser that has sent the token, since EventSource cannot send an Authorization header. It holds its
 * expiry time and a signature of that made with the token, not the token itself. So the server keeps no sessions, and
 * the cookie is valid after a restart and for every tagger with the same token.
 *
 * @param now Unix time in milliseconds
 * @returns the value of a Set-Cookie header
 */
export function sessionCookie(token: string, now: number): string {
  const seconds = hours * 3600;
  const end = Math.floor(now / 1000) + seconds;
  return `${cookie}=${end}.${sign(end, token)}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
}

/**
 * Whether a Cookie header holds a session of this token that has not expired.
 *
 * @param now Unix time in milliseconds
 */
export function carriesSession(cookies: string | undefined, token: string, now: number): boolean {
  for (const pair of (cookies ?? '').split(';')) {
    const [, end, signature] = /^ *emostream_session=(\d{1,12})\.([0-9a-f]{64}) *$/.exec(pair) ?? [];
    if (end === undefined || signature === undefined || Number(end) * 1000 <= now) continue;
    if (timingSafeEqual(Buffer.from(signature), Buffer.from(sign(Number(end), token)))) return true;
  }
  return false;
}

function sign(end: number, token: string): string {
  return createHmac('sha256', token).update(`emostream session until ${end}`).digest('hex');
}
