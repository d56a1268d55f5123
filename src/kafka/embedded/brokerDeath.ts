import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { EmostreamError } from '../../common/errors';

/** Why a broker's JVM may end by itself, and how its log says so. */
const causes = [
  {
    code: 'disk_full',
    pattern: /No space left on device/,
    message: (folder: string) => `the disk of ${folder} is full, so the embedded Kafka stopped`,
    hint: 'Free some space, or set EMOSTREAM_CACHE to a folder on another disk.',
  },
  {
    code: 'port_taken',
    pattern: /Address already in use|Socket server failed to bind/,
    message: () => 'another program took the port of the embedded Kafka',
    hint: 'End that program or choose another port, then start again.',
  },
  {
    code: 'data_folder_in_use',
    pattern: /Failed to acquire lock on file/,
    message: (folder: string) => `another Kafka that emostream does not know uses ${folder}`,
    hint: 'End it, or set EMOSTREAM_CACHE to another folder.',
  },
];

/**
 * The error that tells why the JVM ended.
 *
 * @param log path of its log file
 * @param from where in that file this run of the JVM began, in bytes
 * @param folder the broker's data folder
 * @param exit `exit code 1`, `signal SIGKILL`
 */
export function brokerDeath(log: string, from: number, folder: string, exit: string): EmostreamError {
  const text = readTail(log, from);
  const cause = causes.find(({ pattern }) => pattern.test(text));
  if (cause !== undefined) {
    return new EmostreamError(`${cause.message(folder)} (${log})`, {
      code: cause.code,
      fault: 'environment',
      hint: cause.hint,
    });
  }
  const lines = tellingLines(text);
  return new EmostreamError(
    `the embedded Kafka died (${exit})${lines.length === 0 ? '' : `: ${lines.join(' | ')}`}`,
    { code: 'broker_died', fault: 'environment', hint: `Its log is ${log}.` },
  );
}

/** The last lines that name an error; else the last lines. At most three, without stack frames. */
export function tellingLines(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  const errors = lines.filter((line) => /\b(ERROR|FATAL)\b|Error|Exception/.test(line));
  return (errors.length > 0 ? errors : lines).slice(-3).map((line) => line.trim().slice(0, 300));
}

/** At most the last 64 KiB of a file after a place in it; empty where it cannot be read. */
export function readTail(path: string, from = 0): string {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const start = Math.max(from, size - 64 * 1024);
      const bytes = Buffer.alloc(Math.max(0, size - start));
      readSync(file, bytes, 0, bytes.length, start);
      return bytes.toString('utf8');
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
