import { parseTranscript } from '../../../src/producers/formats/parseTranscript';
import { failureOf } from '../failureOf';

const parse = (value: unknown) => parseTranscript(Buffer.from(JSON.stringify(value)), 'pleno.json');

describe('asrJson', () => {
  test('reads Whisper', () => {
    const transcript = parse({
      text: ' Hola',
      language: 'es',
      segments: [{ id: 0, start: 0.0305, end: 1.9999, text: ' Hola' }],
    });
    expect(transcript).toMatchObject({ language: 'es', streamId: 'pleno', warnings: [] });
    expect(transcript.cues).toEqual([{ startMs: 31, endMs: 2000, text: ' Hola', language: 'es', id: '0' }]);
  });

  test('reads WhisperX, and a bare list', () => {
    const segments = [{ start: 0, end: 1, text: 'a', speaker: 'SPEAKER_01' }];
    expect(parse({ segments }).cues[0]?.speaker).toBe('SPEAKER_01');
    expect(parse(segments).cues[0]?.speaker).toBe('SPEAKER_01');
  });

  test("uses a speaker's name only with a confidence above 0 and for one voice", () => {
    const segment = (speaker_id: string, name: string, confidence?: number) => ({
      start: 0,
      end: 1,
      text: 'a',
      speaker_id,
      speaker: { id: speaker_id, name, confidence },
    });
    const { cues } = parse({
      segments: [
        segment('s0', 'No identificado', 0),
        segment('s1', 'Ana', 0.7),
        segment('s2', 'Luis', 1),
        segment('s3', 'Luis'),
        { start: 0, end: 1, text: 'a', speaker_id: 's4', speaker: null },
        { start: 0, end: 1, text: 'a' },
      ],
    });
    expect(cues.map((cue) => cue.speaker)).toEqual(['s0', 'Ana', 'Luis (s2)', 'Luis (s3)', 's4', undefined]);
  });

  test('takes the id and title of the video', () => {
    expect(parse({ segments: [], video_id: 'xyz', title: 'Sesión 60' })).toMatchObject({
      streamId: 'xyz',
      title: 'Sesión 60',
      warnings: [{ message: 'the file has no cues' }],
    });
  });

  test('skips what is not a segment, with a warning', () => {
    const good = { start: 1, end: 0.5, text: 'a' };
    const { cues, warnings } = parse({
      segments: [
        null,
        {},
        { start: '1', end: 2, text: 'a' },
        { start: 0, end: 1 },
        good,
        { start: -1, end: 1e300, text: '' },
      ],
    });
    expect(cues).toEqual([{ startMs: 1000, endMs: 500, text: 'a' }]);
    expect(warnings.map(({ message }) => message.split(' ')[0])).toEqual(
      [0, 1, 2, 3, 4, 5].map((i) => `segments[${i}]`),
    );
  });

  test.each(['{"segments": [', '{"a": 1}', '{}', '{"segments": {}}', '[{"a":'.repeat(50_000)])(
    'refuses %.30j',
    (text) => {
      expect(failureOf(() => parseTranscript(Buffer.from(text), 'x/roto.json'))).toMatchObject({
        code: 'transcript_json_invalid',
        message: expect.stringContaining('x/roto.json: ') as string,
      });
    },
  );

  test('an empty list is a transcript without cues', () => expect(parse({ segments: [] }).cues).toEqual([]));
});
