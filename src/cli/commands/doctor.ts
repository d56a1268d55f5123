import pico from 'picocolors';
import { checkMachine } from '../../app/checkMachine';
import type { Check, CheckStatus } from '../../common/Check';
import { optionGroups } from '../../config/optionGroups';
import { defineCommand } from '../Command';
import { jsonLine } from '../views/output';

const paint: Record<CheckStatus, (text: string) => string> = {
  ok: pico.green,
  missing: pico.red,
  absent: pico.yellow,
  'not needed': pico.dim,
};

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'what works on this machine and what is missing',
  details: `
Checks Node, the model (a text is labelled for real), TensorFlow, and what Kafka needs: the cluster of --brokers, or
Java, Maven, the jars of the embedded broker and Docker. "ok" is there and works; "missing" is needed and not there;
"absent" is not there, and what the options ask for does without it; "not needed" is not there, and nothing would use
it. The exit code is 1 when something is missing.`,
  options: [...optionGroups.kafka, ...optionGroups.model, 'json'],
  run: async ({ stdout }, options) => {
    const checks = await checkMachine(options);
    for (const check of checks) stdout.write(options.json ? checkJson(check) : checkLine(check));
    return checks.some(({ status }) => status === 'missing') ? 1 : 0;
  },
});

function checkJson({ name, status, detail, hint }: Check): string {
  return jsonLine({ name, ok: status === 'ok', status, detail, hint });
}

function checkLine({ name, status, detail, hint }: Check): string {
  return `${paint[status](status.padEnd(10))}  ${name}: ${detail}${hint === '' ? '' : `; ${hint}`}\n`;
}
