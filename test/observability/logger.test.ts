import { Writable } from 'node:stream';
import { EmostreamError } from '../../src/common/errors';
import { createLogger, type LoggerOptions } from '../../src/observability/logger';

function logging(options: LoggerOptions = {}) {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ pretty: false, destination, ...options });
  const lines = () => chunks.map((chunk) => JSON.parse(chunk) as Record<string, unknown>);
  return { logger, lines, text: () => chunks.join('') };
}

test('writes one JSON object a line', () => {
  const { logger, lines } = logging();
  logger.info({ partition: 3 }, 'assigned');
  logger.warn({}, 'slow');
  expect(lines()).toMatchObject([
    { level: 'info', partition: 3, msg: 'assigned' },
    { level: 'warn', msg: 'slow' },
  ]);
  expect(String(lines()[0]?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('writes nothing below its level', () => {
  const { logger, lines } = logging({ level: 'error' });
  logger.info({}, 'not this');
  logger.error({}, 'this');
  expect(lines()).toHaveLength(1);
});

test('shows the code and the hint of an error', () => {
  const { logger, lines } = logging();
  const err = new EmostreamError('no broker', {
    code: 'broker_unreachable',
    fault: 'environment',
    hint: 'start one',
  });
  logger.error({ err }, 'stopped');
  expect(lines()[0]?.['err']).toMatchObject({
    message: 'no broker',
    code: 'broker_unreachable',
    hint: 'start one',
  });
});

test('has no transcript text at info and above, and all of it at debug', () => {
  const { logger, lines, text } = logging({ level: 'debug' });
  const segment = { segmentId: 's/1', text: 'no me digas' };
  logger.info({ segment, batch: [segment] }, 'labelled');
  logger.error({ text: segment.text, value: Buffer.from(segment.text) }, 'failed');
  expect(text()).not.toContain('no me digas');
  expect(lines()).toMatchObject([
    { segment: { segmentId: 's/1', text: '[11 characters]' }, batch: [{ text: '[11 characters]' }] },
    { text: '[11 characters]', value: '[11 bytes]' },
  ]);
  logger.debug({ segment }, 'read');
  expect(lines()[2]).toMatchObject({ segment: { text: 'no me digas' } });
});

test('writes readable lines when asked', () => {
  const { logger, text } = logging({ pretty: true });
  logger.warn({ topic: 'segments' }, 'falling behind');
  expect(text()).toMatch(/WARN.*falling behind/);
  expect(text()).toContain('topic: "segments"');
});
