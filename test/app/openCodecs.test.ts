import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodecOptions, openCodecs } from '../../src/app/openCodecs';
import { optionGroups } from '../../src/config/optionGroups';
import { resolveOptions } from '../../src/config/resolveOptions';
import { segment } from '../records/samples';
import { hasOpenssl, startTlsServer, type TlsServer } from '../support/tlsServer';

function optionsOf(flags: Record<string, unknown>): CodecOptions {
  return resolveOptions([...optionGroups.registry, ...optionGroups.topics], { flags, env: {} });
}

(hasOpenssl ? describe : describe.skip)(
  'a schema registry behind TLS (needs openssl to make a certificate)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'emostream-codecs-'));
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    let server: TlsServer;
    beforeAll(async () => {
      server = await startTlsServer('{"id":7}');
      writeFileSync(certFile, server.cert);
      writeFileSync(keyFile, server.key);
    });
    afterAll(() => server.stop());

    it('is reached with --registry-ca, --registry-cert and --registry-key', async () => {
      const flags = {
        registryUrl: server.url,
        registryCa: certFile,
        registryCert: certFile,
        registryKey: keyFile,
      };
      const bytes = await openCodecs(optionsOf(flags)).segment.encode(segment);
      expect(bytes.subarray(0, 5).toString('hex')).toBe('0000000007');
      const without = openCodecs(optionsOf({ registryUrl: server.url })).segment.encode(segment);
      await expect(without).rejects.toMatchObject({ code: 'registry_unreachable' });
    });
  },
);

describe('certificates of a schema registry', () => {
  const url = 'https://user:secret@localhost';
  it.each([
    [
      { registryUrl: url, registryCa: '/no/such.pem' },
      '--registry-ca names a file that cannot be read: /no/such.pem: there is no such file',
    ],
    [{ registryUrl: url, registryCert: '/no/such.pem' }, 'needs both --registry-cert and --registry-key'],
    [{ registryUrl: 'http://user:secret@localhost', registryCa: '/x' }, 'http://localhost is not https'],
  ])('%j is refused: %s', (flags, message) => {
    const open = (): unknown => openCodecs(optionsOf(flags));
    expect(open).toThrow(expect.objectContaining({ code: 'bad_registry_tls' }) as Error);
    expect(open).toThrow(message);
    expect(open).not.toThrow('secret');
  });
});
