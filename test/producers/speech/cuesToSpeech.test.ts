import type { Cue } from '../../../src/producers/Cue';
import { srt } from '../../../src/producers/formats/srt';
import { webvtt } from '../../../src/producers/formats/webvtt';
import { parseTranscript } from '../../../src/producers/formats/parseTranscript';
import { cuesToSpeech } from '../../../src/producers/speech/cuesToSpeech';
import { describeShared, sharedFile } from '../shared';

const cue = (startMs: number, endMs: number, text: string): Cue => ({ startMs, endMs, text });
const brief = (cues: Cue[], format = webvtt) =>
  cuesToSpeech(cues, { format }).map(({ startMs, endMs, text }) => [startMs, endMs, text]);

/** The shape of YouTube's automatic captions: a line is typed, held for 10 ms, then rolls up. */
const youtube = [
  cue(160, 2149, ' \nhola<00:00:00.400><c> buenos</c><00:00:00.800><c> días</c>'),
  cue(2149, 2159, 'hola buenos días\n '),
  cue(2159, 4309, 'hola buenos días\nbienvenidos<00:00:02.400><c> a</c><00:00:02.800><c> todos</c>'),
  cue(4309, 4319, 'bienvenidos a todos\n '),
  cue(4319, 6000, 'bienvenidos a todos\n[Música]'),
  cue(6000, 6010, '[Música]\n '),
  cue(6010, 8000, '[Música]\nhoy<00:00:06.400><c> hablamos</c>'),
];

describe('cuesToSpeech', () => {
  test('has each word of rolling captions once, when it is spoken', () => {
    expect(brief(youtube)).toEqual([
      [160, 2149, 'hola buenos días'],
      [2159, 4309, 'bienvenidos a todos'],
      [6010, 8000, 'hoy hablamos'],
    ]);
  });

  test('unrolls them after a conversion to SubRip too', () => {
    const plain = youtube.map(({ text, ...times }) => ({ ...times, text: text.replaceAll(/<[^>]*>/g, '') }));
    expect(brief(plain, srt)).toEqual(brief(youtube));
  });

  test('unrolls three lines, and a line that grows', () => {
    expect(
      brief([cue(0, 1, 'a'), cue(1, 2, 'a\nb'), cue(2, 3, 'a\nb\nc'), cue(3, 4, 'b\nc\nd')], srt),
    ).toEqual([
      [0, 1, 'a'],
      [1, 2, 'b'],
      [2, 3, 'c'],
      [3, 4, 'd'],
    ]);
    const growing = ['hola', 'hola buenos', 'hola buenos días', 'hola buenos días a', 'todos'];
    expect(
      brief(
        growing.map((text, at) => cue(at, at + 1, text)),
        srt,
      ).map(([, , text]) => text),
    ).toEqual(['hola', 'buenos', 'días', 'a', 'todos']);
  });

  test('in rolling captions, words that are said again after a silence count', () => {
    const later = [
      ...youtube,
      cue(20_000, 22_000, 'hoy hablamos\nde<00:00:20.400><c> fútbol</c>'),
      cue(30_000, 31_000, 'de fútbol'),
    ];
    expect(brief(later).slice(3)).toEqual([
      [20_000, 22_000, 'de fútbol'],
      [30_000, 31_000, 'de fútbol'],
    ]);
  });

  test('keeps repeated words of written subtitles', () => {
    const refrain = ['No.', 'No.', 'No.', 'No.', 'Que no.', 'No.\nNo.'];
    expect(
      brief(
        refrain.map((text, at) => cue(at, at + 1, text)),
        srt,
      ).map(([, , text]) => text),
    ).toEqual(['No.', 'No.', 'No.', 'No.', 'Que no.', 'No. No.']);
  });

  test('splits a cue at its voices and turns, with times in proportion to the characters', () => {
    expect(
      cuesToSpeech([cue(0, 1000, '<v Ana>Sí.</v><v Luis>No, no.\n- ¡Basta!')], { format: webvtt }),
    ).toEqual(
      [
        {
          startMs: 0,
          endMs: expect.closeTo(176.47, 1) as number,
          text: 'Sí.',
          speaker: 'Ana',
          newTurn: false,
        },
        {
          startMs: expect.closeTo(176.47, 1) as number,
          endMs: expect.closeTo(588.2, 1) as number,
          text: 'No, no.',
          speaker: 'Luis',
          newTurn: false,
        },
        { startMs: expect.closeTo(588.2, 1) as number, endMs: 1000, text: '¡Basta!', newTurn: true },
      ].map((piece) => expect.objectContaining({ ...piece, text: piece.text }) as unknown),
    );
  });

  test('puts cues in order of time and leaves out those without words', () => {
    expect(brief([cue(5, 4, 'b'), cue(1, 2, '<b></b>'), cue(1, 2, '[Risas]'), cue(0, 1, 'a')])).toEqual([
      [0, 1, 'a'],
      [5, 5, 'b'],
    ]);
  });
});

describeShared('rolling captions of the corpus', () => {
  test('youtube_dl.vtt', () => {
    const { cues, format } = parseTranscript(
      sharedFile('formats/webvtt_py/youtube_dl.vtt'),
      'youtube_dl.vtt',
    );
    expect(cuesToSpeech(cues, { format }).map(({ startMs, text }) => [startMs, text])).toEqual([
      [286_070, 'yeah'],
      [286_470, 'what'],
      [304_080, "this will happen is I'm telling"],
    ]);
  });
});
