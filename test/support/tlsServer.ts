import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether there is an openssl here to make a certificate with. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface TlsServer {
  url: string;
  /** PEM: of the server, and of the one client that it lets in. */
  cert: Buffer;
  key: Buffer;
  stop: () => Promise<void>;
}

/** An https server on 127.0.0.1 that asks for a client certificate and gives every request the same answer. */
export async function startTlsServer(answer: string): Promise<TlsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'emostream-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const files = ['-keyout', keyFile, '-out', certFile];
  execFileSync('openssl', ['req', '-x509', '-days', '1', ...algorithm, ...subject, ...files], {
    stdio: 'ignore',
  });
  const [key, cert] = [readFileSync(keyFile), readFileSync(certFile)];
  const trust = { key, cert, ca: cert, requestCert: true, rejectUnauthorized: true };
  const server = createServer(trust, (_, response) => void response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cert,
    key,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}
