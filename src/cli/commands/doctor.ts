import pico from 'picocolors';
import { optionGroups } from '../../config/optionGroups';
import { messageOf } from '../../common/errors';
import { checkKafka } from '../../kafka/doctor';
import { checkModel } from '../../model/checkModel';
import { describeTensorflow } from '../../model/engines/tfjs/setup/checkTensorflow';
import { defineCommand } from '../Command';
import { kafkaSettings } from '../../app/openKafka';
import { jsonLine } from '../views/jsonLine';

/** One thing that this machine has or lacks. */
interface Check {
  name: string;
  ok: boolean;
  detail: string;
  /** What to do; empty where nothing need be done. */
  hint: string;
}

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'what works on this machine and what is missing',
  details: `Checks Node, the inference engine (with a text labelled for real), and what Kafka needs: the cluster of
--brokers, or Java, Maven and the jars of the embedded broker. The exit code is 1 when something is missing.`,
  options: [...optionGroups.kafka, ...optionGroups.model, 'json'],
  run: async ({ stdout }, options) => {
    const groups = await Promise.all([
      Promise.resolve([checkNode(process.versions.node)]),
      guarded('Model', () => checkModel(options)),
      guarded('Kafka', () => checkKafka(kafkaSettings(options))),
      guarded('TensorFlow', checkTensorflow),
    ]);
    const checks: Check[] = groups.flat();
    for (const check of checks) stdout.write(options.json ? jsonLine(check) : checkLine(check));
    return checks.every(({ ok }) => ok) ? 0 : 1;
  },
});

function checkNode(version: string): Check {
  const [major = 0] = version.split('.').map(Number);
  const ok = major >= 20;
  return { name: 'Node', ok, detail: version, hint: ok ? '' : 'Install Node 20 or newer.' };
}

/** Needed to train and by --engine tfjs alone: that it is missing is no fault. */
async function checkTensorflow(): Promise<Check[]> {
  const { detail, hint } = await describeTensorflow();
  return [{ name: 'TensorFlow (optional)', ok: true, detail, hint }];
}

/** A check that cannot even run is a finding too. */
async function guarded(name: string, check: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await check();
  } catch (error) {
    return [{ name, ok: false, detail: messageOf(error), hint: '' }];
  }
}

function checkLine({ name, ok, detail, hint }: Check): string {
  const mark = ok ? pico.green('ok     ') : pico.red('missing');
  return `${mark}  ${name}: ${detail}${hint === '' ? '' : `; ${hint}`}\n`;
}
