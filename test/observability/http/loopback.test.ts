import { hostOfHeader, isLoopback } from '../../../src/observability/http/loopback';

test.each(['localhost', 'LocalHost', '127.0.0.1', '127.9.8.7', '::1', '[::1]'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each(['', '0.0.0.0', '::', '128.0.0.1', '127.0.0.1.nip.io', '127.1', 'localhost.', '::ffff:127.0.0.1'])(
  '%s is not taken for this machine',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

test.each([
  ['localhost:9464', 'localhost'],
  ['localhost', 'localhost'],
  ['[::1]:9464', '[::1]'],
  ['[::1]', '[::1]'],
  ['127.0.0.1:', '127.0.0.1'],
])('the host of %s is %s', (header, host) => {
  expect(hostOfHeader(header)).toBe(host);
});
