/** What this folder logs to: the part of a pino logger that it uses. Fields first, then a sentence. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const drop = (): void => undefined;

/** Logs nowhere: the default of whoever was given no logger. */
export const silentLogger: Logger = { debug: drop, info: drop, warn: drop, error: drop };
