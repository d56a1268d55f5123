import { ConfluentRegistry } from '../../../src/records/registry/ConfluentRegistry';
import { hasOpenssl, startTlsServer, type TlsServer } from '../../support/tlsServer';

(hasOpenssl ? describe : describe.skip)('a registry behind TLS (needs openssl to make a certificate)', () => {
  let server: TlsServer;
  beforeAll(async () => {
    server = await startTlsServer('{"schema":"\\"string\\""}');
  });
  afterAll(() => server.stop());

  test('answers a client that trusts its authority and has a certificate', async () => {
    const { url, cert, key } = server;
    const client = new ConfluentRegistry({ url, tls: { ca: cert, cert, key } });
    expect(await client.schemaById(1)).toMatchObject({ schema: '"string"' });
    client.close();
  });

  test('is unreachable for other clients', async () => {
    for (const tls of [undefined, { ca: server.cert }]) {
      const client = new ConfluentRegistry({ url: server.url, tls });
      await expect(client.schemaById(1)).rejects.toMatchObject({ code: 'registry_unreachable' });
      client.close();
    }
  });
});
