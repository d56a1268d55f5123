import { setTimeout as sleep } from 'node:timers/promises';
import { murmur2 } from '../../src/kafka/murmur2';
import { kafkajsInternal } from '../support/kafkajsInternal';

const ofKafkajs = kafkajsInternal('producer/partitioners/default/murmur2') as (key: Buffer) => number;

test('is the hash of kafkajs, for keys of any length and bytes', () => {
  for (let length = 0; length < 200; length++) {
    const key = Buffer.from(Array.from({ length }, (_, n) => (n * 151 + length * 83) % 256));
    expect(murmur2(key)).toBe(ofKafkajs(key));
  }
});

// With quadratic work this takes minutes, in which jest's timeout waits too.
test('takes a key as large as a record', async () => {
  expect(Number.isInteger(murmur2(Buffer.alloc(1 << 20, 's')))).toBe(true);
  await sleep(1);
});
