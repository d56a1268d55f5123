import { carriesSession, sessionCookie } from '../../../src/observability/http/session';

const now = 1_700_000_000_000;
const hour = 3_600_000;
const cookie = sessionCookie('s3cret', now);
const pair = cookie.split(';', 1)[0]!;

it('does not hold the token, is for this site only, and cannot be read by scripts', () => {
  expect(cookie).not.toContain('s3cret');
  expect(cookie).toMatch(
    /^emostream_session=\d+\.[0-9a-f]{64}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  );
});

it('is found among other cookies', () => {
  expect(carriesSession(`a=b; ${pair}; c=d`, 's3cret', now)).toBe(true);
});

it('ends', () => {
  expect(carriesSession(pair, 's3cret', now + 11 * hour)).toBe(true);
  expect(carriesSession(pair, 's3cret', now + 12 * hour)).toBe(false);
});

it('with another token, a later expiry or no signature it is not valid', () => {
  const [end, signature] = pair.slice('emostream_session='.length).split('.') as [string, string];
  expect(carriesSession(pair, 'another', now)).toBe(false);
  for (const value of [`${Number(end) + 1}.${signature}`, `${end}.${'0'.repeat(64)}`, `${end}.`, '', end]) {
    expect(carriesSession(`emostream_session=${value}`, 's3cret', now)).toBe(false);
  }
  expect(carriesSession(undefined, 's3cret', now)).toBe(false);
});
