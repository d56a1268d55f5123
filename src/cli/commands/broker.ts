import { once } from 'node:events';
import { acquireEmbeddedBroker, defaultDataFolder } from '../../kafka/embedded/acquireEmbeddedBroker';
import { defineCommand } from '../Command';
import { jsonLine } from '../views/jsonLine';
import { clearProgress, progressLine } from '../views/progressLine';

export const broker = defineCommand({
  name: 'broker',
  summary: 'run the embedded Kafka alone, until told to stop',
  details: `Starts a real Kafka broker on 127.0.0.1 (Java 17 is needed; its jars are fetched once) and prints its address.
Other emostream commands on this machine find it by themselves; it ends with the last command that uses it.`,
  options: ['json'],
  run: async (context, options) => {
    const { stdout, stderr, signal } = context;
    const died = new AbortController();
    const embedded = await acquireEmbeddedBroker({
      signal,
      onProgress: progressLine(context),
      onDeath: (error, restarting) => {
        stderr.write(`${error.message}${restarting ? '; restarting it' : ''}\n`);
        if (!restarting) died.abort(error);
      },
    });
    clearProgress(context);
    const { brokers, pid, logFile } = embedded;
    const facts = { brokers, pid, logFile, dataFolder: defaultDataFolder() };
    stdout.write(options.json ? jsonLine(facts) : `KAFKA_BROKERS=${brokers.join(',')}\n`);
    if (!options.json) stderr.write(`log: ${logFile}; stop with Ctrl-C\n`);
    const ended = AbortSignal.any([signal, died.signal]);
    // The lease does not keep a process alive; being asked to run until told to stop does.
    const alive = setInterval(() => undefined, 60_000);
    if (!ended.aborted) await once(ended, 'abort');
    clearInterval(alive);
    await embedded.release();
    died.signal.throwIfAborted();
    return 0;
  },
});
