import fc from 'fast-check';
import { segmentId, toTranscriptSegments } from '../../../src/producers/segments/toTranscriptSegments';

const draft = (startMs: number, text: string) => ({ startMs, endMs: startMs + 1000, text });

describe('toTranscriptSegments', () => {
  test('numbers the drafts and fills in what they lack', () => {
    const drafts = [draft(0, 'Hola.'), { ...draft(1000, 'Hi.'), speaker: 'Ana', language: 'en' }];
    expect(toTranscriptSegments(drafts, { streamId: 'pleno', language: 'es' })).toEqual([
      {
        streamId: 'pleno',
        segmentId: expect.stringMatching(/^pleno:0:[0-9a-f]{10}$/) as string,
        sequence: 0,
        text: 'Hola.',
        startMs: 0,
        endMs: 1000,
        language: 'es',
        speaker: null,
        isFinal: true,
        producedAt: 0,
      },
      expect.objectContaining({ sequence: 1, speaker: 'Ana', language: 'en' }),
    ]);
    expect(toTranscriptSegments([draft(0, 'a')], { streamId: 's' })[0]?.language).toBe('und');
  });

  test('an id is the same for the same segment, and for no other', () => {
    expect(segmentId('pleno', 3, draft(10, 'Hola'))).toBe('pleno:3:7acaeb2526');
    const segment = fc.tuple(
      fc.string(),
      fc.nat(5),
      fc.record({ startMs: fc.nat(3), endMs: fc.nat(3), text: fc.string() }),
    );
    fc.assert(
      fc.property(segment, segment, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(segmentId(...one) === segmentId(...other)).toBe(same);
      }),
    );
  });
});
