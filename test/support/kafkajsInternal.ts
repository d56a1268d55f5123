import { createRequire } from 'node:module';

const requireHere = createRequire(__filename);

/** A file of kafkajs' own source, which has no types: for the tests of our patches of it (patches/README.md). */
export function kafkajsInternal(path: string): unknown {
  return requireHere(`kafkajs/src/${path}`);
}

/** What these files take for a logger: it says nothing. */
export const silentKafkajsLogger = {
  namespace: () => silentKafkajsLogger,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
