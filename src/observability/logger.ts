import pino, { type DestinationStream } from 'pino';
import pretty from 'pino-pretty';
import type { Logger } from '../common/Logger';
import { withoutTexts } from './withoutTexts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LoggerOptions {
  level?: LogLevel | undefined;
  /** Coloured lines instead of JSON; by default where stderr is a terminal. */
  pretty?: boolean | undefined;
  /** stderr by default, since stdout is for results. */
  destination?: (DestinationStream & NodeJS.WritableStream) | undefined;
}

/** Written synchronously: the last lines before an exit matter most. */
const stderrDescriptor = { dest: 2, sync: true };

const debugLevel = pino.levels.values['debug'] ?? 0;

/**
 * Writes one JSON object a line (`level`, `time` in ISO 8601, `msg`), or coloured lines on a terminal. At level info
 * and above, no line has transcript text.
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level = 'info', destination } = options;
  const readable = options.pretty ?? process.stderr.isTTY;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      ...(!readable && { formatters: { level: (label) => ({ level: label }) } }),
      hooks: {
        logMethod(args, method, lineLevel) {
          if (lineLevel > debugLevel) args[0] = withoutTexts(args[0]);
          method.apply(this, args);
        },
      },
    },
    readable ? forPeople(destination) : (destination ?? pino.destination(stderrDescriptor)),
  );
}

function forPeople(destination: LoggerOptions['destination']): DestinationStream {
  const colorize = process.stderr.isTTY && process.stderr.hasColors();
  return pretty({
    destination: destination ?? stderrDescriptor.dest,
    sync: stderrDescriptor.sync,
    colorize,
    translateTime: 'SYS:HH:MM:ss.l',
  });
}
