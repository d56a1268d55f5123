import { runBroker } from '../../app/runBroker';
import { defineCommand } from '../Command';
import { clearProgress, progressLine } from '../views/progressLine';
import { jsonLine } from '../views/output';

export const broker = defineCommand({
  name: 'broker',
  summary: 'run the embedded Kafka alone, until told to stop',
  details: `
Starts a Kafka broker on 127.0.0.1 (Java 17 is needed; its jars are fetched once) and prints its address. Other
emostream commands on this machine find it by themselves; it ends with the last command that uses it.`,
  options: ['json'],
  run: async (context, options) => {
    const { stdout, stderr, signal } = context;
    await runBroker({
      signal,
      onProgress: progressLine(context),
      onReady: (facts) => {
        clearProgress(context);
        stdout.write(options.json ? jsonLine(facts) : `KAFKA_BROKERS=${facts.brokers.join(',')}\n`);
        if (!options.json) stderr.write(`log: ${facts.logFile}; stop with Ctrl-C\n`);
      },
      onRestart: (error) => stderr.write(`${error.message}; it is started again\n`),
    });
    return 0;
  },
});
