import fc from 'fast-check';
import type { Cue } from '../../../src/producers/Cue';
import { asrJson } from '../../../src/producers/formats/asrJson';
import { webvtt } from '../../../src/producers/formats/webvtt';
import { readSegments } from '../../../src/producers/readSegments';
import { segmentCues } from '../../../src/producers/segments/segmentCues';
import { defaultSegmentLimits } from '../../../src/producers/segments/SegmentLimits';
import { isSoundDescription } from '../../../src/producers/speech/soundDescriptions';
import { plainText } from '../../support/plainText';
import { describeShared, sharedFile, sharedFiles } from '../shared';
import { failureOf } from '../failureOf';

const cue = (startMs: number, endMs: number, text: string, speaker?: string): Cue => ({
  startMs,
  endMs,
  text,
  ...(speaker !== undefined && { speaker }),
});
const limits = { minCharacters: 10, maxCharacters: 40, maxDurationMs: 10_000, pauseMs: 1000 };
const segment = (cues: Cue[], other = {}) =>
  segmentCues(cues, { format: webvtt, limits: { ...limits, ...other } });
const texts = (cues: Cue[], other = {}) => segment(cues, other).map(({ text }) => text);
const words = (pieces: readonly string[]) =>
  pieces.flatMap((text) => text.split(/\s+/).filter((word) => word !== ''));

describe('segmentCues', () => {
  test('joins cues to sentences, with the times of their words', () => {
    expect(segment([cue(0, 1000, 'Hoy hablamos de la'), cue(1100, 2000, 'crisis. No sé.')])).toEqual([
      { startMs: 0, endMs: 2000, text: 'Hoy hablamos de la crisis. No sé.' },
    ]);
    expect(
      segment([cue(0, 1000, 'Hoy hablamos de la'), cue(1100, 2000, 'crisis. Mañana hablamos de fútbol')]),
    ).toEqual([
      { startMs: 0, endMs: 1291, text: 'Hoy hablamos de la crisis.' },
      { startMs: 1318, endMs: 2000, text: 'Mañana hablamos de fútbol' },
    ]);
  });

  test('ends a segment at a change of speaker, language or turn, and at a pause', () => {
    expect(
      texts([cue(0, 1, 'uno', 'A'), cue(1, 2, 'dos', 'A'), cue(2, 3, 'tres', 'B'), cue(3, 4, 'cuatro')]),
    ).toEqual(['uno dos', 'tres', 'cuatro']);
    expect(texts([cue(0, 1, 'uno'), cue(1000, 1001, 'dos'), cue(2001, 2002, 'tres')])).toEqual([
      'uno dos',
      'tres',
    ]);
    expect(texts([cue(0, 9, '- ¿Vienes?\n- No.'), cue(9, 10, 'Nunca.')])).toEqual(['¿Vienes?', 'No. Nunca.']);
    expect(
      texts([
        { ...cue(0, 1, 'uno'), language: 'es' },
        { ...cue(1, 2, 'two'), language: 'en' },
      ]),
    ).toEqual(['uno', 'two']);
  });

  test('a short sentence is joined with the next one, unless it ends a cue', () => {
    expect(texts([cue(0, 4000, 'Sí. No. Esto es una vergüenza. Aquí nadie trabaja.')])).toEqual([
      'Sí. No. Esto es una vergüenza.',
      'Aquí nadie trabaja.',
    ]);
    expect(texts([cue(0, 999, 'Nadie lo sabía. No.'), cue(1000, 2000, 'Pasamos a los deportes.')])).toEqual([
      'Nadie lo sabía. No.',
      'Pasamos a los deportes.',
    ]);
    expect(texts([cue(0, 4000, 'Buenas tardes a todos. Gracias.')])).toEqual([
      'Buenas tardes a todos. Gracias.',
    ]);
  });

  test('splits a long sentence into about equal parts, at a clause, a cue, or a word', () => {
    expect(
      texts([cue(0, 4000, 'Dijo que vendría el lunes por la tarde, pero no ha venido nadie a verlo.')]),
    ).toEqual(['Dijo que vendría el lunes por la tarde,', 'pero no ha venido nadie a verlo.']);
    expect(texts([cue(0, 1, 'dijo que vendría el lunes'), cue(1, 2, 'por la tarde y no ha venido')])).toEqual(
      ['dijo que vendría el lunes', 'por la tarde y no ha venido'],
    );
    expect(texts([cue(0, 4000, 'dijo que vendría el lunes por la tarde y no ha venido')])).toEqual([
      'dijo que vendría el lunes',
      'por la tarde y no ha venido',
    ]);
  });

  test('splits by time too, but not a few words that are on the screen for long', () => {
    const slow = segment([cue(0, 16_000, 'dijo que vendría el lunes con todos')], { maxCharacters: 100 });
    expect(slow.map(({ text }) => text)).toEqual(['dijo que vendría', 'el lunes con todos']);
    expect(slow[1]).toMatchObject({ startMs: Math.round((16_000 * 17) / 35), endMs: 16_000 });
    expect(texts([cue(0, 60_000, 'Capítulo 1')])).toEqual(['Capítulo 1']);
  });

  test('splits a word only if it alone is too long, and never a character', () => {
    const long = 'x'.repeat(39) + '😀'.repeat(30);
    const parts = texts([cue(0, 1, `a ${long} b`)]);
    expect(parts.join('').replaceAll(' ', '')).toBe(`a${long}b`);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(41);
    expect(parts.join(' ')).not.toMatch(/\p{Surrogate}/u);
  });

  test('refuses limits that do not fit together', () => {
    for (const wrong of [{ minCharacters: 41 }, { pauseMs: 0 }, { maxDurationMs: NaN }]) {
      expect(failureOf(() => segment([], wrong))).toMatchObject({ code: 'segment_limits_invalid' });
    }
  });

  test('the words of the segments are the words of the cues, in order, within the limits', () => {
    const word = fc.constantFrom(
      'sí',
      'no,',
      'vino.',
      '¿qué?',
      'Sr.',
      'EE.',
      '…',
      'esdrújulamente',
      'a',
      'Ya!',
      '«no»',
      '3.5',
      'Él:',
      '♪',
      '-1',
    );
    const text = fc.array(word, { maxLength: 60 }).map((list) => list.join(' '));
    const cueOf = fc.record({
      gap: fc.nat(3000),
      length: fc.nat(60_000),
      text,
      speaker: fc.constantFrom('A', 'B'),
    });
    fc.assert(
      fc.property(fc.array(cueOf, { maxLength: 20 }), fc.boolean(), (given, tight) => {
        let now = 0;
        const cues = given.map(({ gap, length, text: cueText, speaker }) => {
          const startMs = now + gap;
          now = startMs + length;
          return cue(startMs, now, cueText, speaker);
        });
        const used = tight ? limits : defaultSegmentLimits;
        const segments = segmentCues(cues, { format: asrJson, limits: used });
        const spoken = cues.map((each) => each.text).filter((cueText) => !isSoundDescription(cueText));
        expect(words(segments.map((draft) => draft.text))).toEqual(words(spoken));
        let previousEnd = 0;
        for (const draft of segments) {
          expect(draft.text.length).toBeLessThanOrEqual(used.maxCharacters);
          expect(draft.startMs).toBeGreaterThanOrEqual(previousEnd - 1);
          expect(draft.endMs).toBeGreaterThanOrEqual(draft.startMs);
          previousEnd = draft.endMs;
        }
      }),
    );
  });
});

describeShared('segments of real transcripts', () => {
  test('every session of asamblea-ecuador: all words, within the limits', () => {
    for (const path of sharedFiles('asamblea-ecuador/sessions', ['.json'])) {
      const { segments, transcript } = readSegments(sharedFile('asamblea-ecuador/sessions', path), path);
      const spoken = transcript.cues
        .map((each) => plainText(each.text, transcript.format))
        .filter((text) => text !== '');
      expect(words(segments.map(({ text }) => text)).sort()).toEqual(words(spoken).sort());
      expect(Math.max(0, ...segments.map(({ text }) => text.length))).toBeLessThanOrEqual(257);
    }
  });

  test('Spanish captions with voices', () => {
    const path = 'formats/ableplayer_vtt/deadline_captions_es.vtt';
    const { segments } = readSegments(sharedFile(path), path);
    expect(segments).toHaveLength(12);
    expect(segments[10]).toMatchObject({
      speaker: 'Proyecto',
      text: '¿Por qué eres tan cruel conmigo? ¡Te odio!',
    });
  });
});
