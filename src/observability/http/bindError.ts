import { EmostreamError, messageOf } from '../../common/errors';

/** Why a server could not listen, for the one who set the address. */
export function bindError(error: unknown, host: string, port: number): EmostreamError {
  const systemCode = (error as NodeJS.ErrnoException | undefined)?.code;
  const place = `${host}:${port}`;
  switch (systemCode) {
    case 'EADDRINUSE':
      return new EmostreamError(`the HTTP server cannot use ${place}: another program has that port`, {
        code: 'port_in_use',
        fault: 'environment',
        hint: 'Stop the other program, or give emostream another port (0 takes a free one).',
        cause: error,
      });
    case 'EACCES':
      return new EmostreamError(`the HTTP server may not use ${place}`, {
        code: 'port_forbidden',
        fault: 'configuration',
        hint: 'Ports below 1024 need privileges: choose a higher one.',
        cause: error,
      });
    default:
      return new EmostreamError(`the HTTP server cannot listen on ${place}: ${messageOf(error)}`, {
        code: 'bad_http_address',
        fault: 'configuration',
        hint: 'The host has to be an address of this machine (127.0.0.1, or 0.0.0.0 with a token); the port 0 to 65535.',
        cause: error,
      });
  }
}
