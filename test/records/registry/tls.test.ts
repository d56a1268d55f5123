import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfluentRegistry } from '../../../src/records/registry/ConfluentRegistry';

const openssl = spawnSync('openssl', ['version']).status === 0;

(openssl ? describe : describe.skip)('a registry behind TLS (needs openssl to make a certificate)', () => {
  let folder: string;
  let server: Server;
  let url: string;
  let cert: Buffer;
  let key: Buffer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'emostream-tls-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-days', '1', ...algorithm, ...subject, '-keyout', keyFile, '-out', certFile],
      {
        stdio: 'ignore',
      },
    );
    [key, cert] = [readFileSync(keyFile), readFileSync(certFile)];
    server = createServer(
      { key, cert, ca: cert, requestCert: true, rejectUnauthorized: true },
      (_, response) => {
        response.end('{"schema":"\\"string\\""}');
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  test('answers a client that trusts its authority and shows a certificate', async () => {
    const client = new ConfluentRegistry({ url, tls: { ca: cert, cert, key } });
    expect(await client.schemaById(1)).toMatchObject({ schema: '"string"' });
    client.close();
  });

  test('is unreachable to one that does not', async () => {
    for (const tls of [undefined, { ca: cert }]) {
      const client = new ConfluentRegistry({ url, tls });
      await expect(client.schemaById(1)).rejects.toMatchObject({ code: 'registry_unreachable' });
      client.close();
    }
  });
});
