import { acquireEmbeddedBroker } from '../../src/kafka/embedded/acquireEmbeddedBroker';
import { EmostreamError } from '../../src/common/errors';

/** Takes a lease on the broker of a data folder, says so and holds it until it is killed or told to stop. */
async function main(dataFolder: string): Promise<void> {
  try {
    const broker = await acquireEmbeddedBroker({ dataFolder });
    process.once('SIGTERM', () => void broker.release().then(() => process.exit(0)));
    console.log(JSON.stringify({ pid: broker.pid, brokers: broker.brokers }));
    setInterval(() => undefined, 60_000);
  } catch (error) {
    if (!(error instanceof EmostreamError)) throw error;
    console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }));
  }
}

void main(process.argv[2] ?? '');
