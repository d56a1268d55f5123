/** The logger of all parts, with pino's methods: fields first, then a message. An error is in the field `err`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const drop = (): void => undefined;

/** Logs nothing: the default where no logger is given. */
export const silentLogger: Logger = { debug: drop, info: drop, warn: drop, error: drop };
