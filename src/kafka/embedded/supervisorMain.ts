import { Supervisor, type SupervisorOptions } from './Supervisor';

/** The program that `startSupervisor` runs: one argument, its options as JSON. */
const supervisor = new Supervisor(JSON.parse(process.argv[2] ?? '{}') as SupervisorOptions);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => supervisor.stop());
}
void supervisor.run();
