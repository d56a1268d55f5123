/** What emostream's parts log through: pino's own shape, fields first, then a sentence. An error is the field `err`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const drop = (): void => undefined;

/** Logs nowhere: the default of whoever was given no logger. */
export const silentLogger: Logger = { debug: drop, info: drop, warn: drop, error: drop };
