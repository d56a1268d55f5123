import { EmostreamError, messageOf } from '../../common/errors';

/** The error of a server that could not listen. */
export function bindError(error: unknown, host: string, port: number): EmostreamError {
  const systemCode = (error as NodeJS.ErrnoException | undefined)?.code;
  const place = `${host}:${port}`;
  switch (systemCode) {
    case 'EADDRINUSE':
      return new EmostreamError(`the HTTP server cannot use ${place}: another program uses that port`, {
        code: 'port_in_use',
        fault: 'environment',
        hint: 'Stop the other program, or set another --http-port (0 takes a free one).',
        cause: error,
      });
    case 'EACCES':
      return new EmostreamError(`the HTTP server is not allowed to use ${place}`, {
        code: 'port_forbidden',
        fault: 'configuration',
        hint: 'Ports below 1024 need privileges: set a higher --http-port.',
        cause: error,
      });
    default:
      return new EmostreamError(`the HTTP server cannot listen on ${place}: ${messageOf(error)}`, {
        code: 'bad_http_address',
        fault: 'configuration',
        hint: '--http-host must be an address of this machine (0.0.0.0 for all of them), --http-port 0 to 65535.',
        cause: error,
      });
  }
}
