import { labelInOrder } from '../../src/consumers/labelInOrder';
import type { Labeller } from '../../src/consumers/Labeller';
import type { Outcome } from '../../src/consumers/Outcome';
import type { TranscriptSegment } from '../../src/records/TranscriptSegment';
import { segment } from '../support/segments';

const dead: Outcome = { kind: 'deadLetter', reason: 'empty_text', message: '' };

function labeller(label: (segment: TranscriptSegment) => Promise<Outcome>): Labeller {
  return { label } as Labeller;
}

async function* segments(count: number, onPull: (n: number) => void = () => undefined) {
  for (let sequence = 0; sequence < count; sequence++) {
    onPull(sequence);
    yield segment({ sequence });
  }
}

describe('labelInOrder', () => {
  it('gives the outcomes in the order of the segments, however late the answers', async () => {
    const slowFirst = labeller(
      ({ sequence }) => new Promise((resolve) => setTimeout(() => resolve(dead), 20 - sequence)),
    );
    const order: number[] = [];
    for await (const answered of labelInOrder(slowFirst, segments(20), 20))
      order.push(answered.segment.sequence);
    expect(order).toEqual([...Array(20).keys()]);
  });

  it('reads no further ahead than told', async () => {
    let pulled = 0;
    let most = 0;
    let given = 0;
    const source = segments(50, (n) => {
      pulled = n + 1;
      most = Math.max(most, pulled - given);
    });
    for await (const answered of labelInOrder(
      labeller(() => Promise.resolve(dead)),
      source,
      4,
    )) {
      given = answered.segment.sequence + 1;
    }
    expect(given).toBe(50);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('gives an outcome although the source is still waiting for its next segment', async () => {
    const never = async function* (): AsyncGenerator<TranscriptSegment> {
      yield segment();
      await new Promise(() => undefined);
    };
    const answers = labelInOrder(
      labeller(() => Promise.resolve(dead)),
      never(),
      10,
    );
    expect((await answers.next()).value).toMatchObject({ outcome: dead });
  });

  it('throws what the labeller throws', async () => {
    const answers = labelInOrder(
      labeller(() => Promise.reject(new Error('engine'))),
      segments(3),
      2,
    );
    await expect(answers.next()).rejects.toThrow('engine');
  });
});
