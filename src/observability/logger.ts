import pino, { type DestinationStream } from 'pino';
import pretty from 'pino-pretty';
import type { Logger } from '../common/Logger';
import { withoutTexts } from './withoutTexts';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LoggerOptions {
  level?: LogLevel | undefined;
  /** For a person instead of a machine; by default when stderr is a terminal. */
  pretty?: boolean | undefined;
  /** stderr by default: stdout is for results. */
  destination?: (DestinationStream & NodeJS.WritableStream) | undefined;
}

/** Written at once: the last lines before an exit are the ones that matter. */
const stderrDescriptor = { dest: 2, sync: true };

const debugLevel = pino.levels.values['debug'] ?? 0;

/**
 * One JSON object a line (`level`, `time` in ISO 8601, `msg`), or coloured lines on a terminal. From info upwards no
 * line carries transcript text.
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
