import { parseTranscript } from '../../../src/producers/formats/parseTranscript';
import { failureOf } from '../failureOf';

const parse = (text: string, name = 'a.vtt') => parseTranscript(Buffer.from(text), name);
const cues = (body: string) => parse(`WEBVTT\n\n${body}`).cues;
const time = '00:01.000 --> 00:02.000';

describe('webvtt', () => {
  test('keeps the text as it is in the file, with markup and line breaks', () => {
    expect(cues(`7\n${time} align:start\n<v Ana>Hola &amp;\n<i>adiós</i>\n`)).toEqual([
      { startMs: 1000, endMs: 2000, text: '<v Ana>Hola &amp;\n<i>adiós</i>', speaker: 'Ana', id: '7' },
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('takes line ends %j', (end) => {
    const text = ['WEBVTT', '', time, 'uno', 'dos', '', time, 'tres'].join(end);
    expect(parse(text).cues.map((cue) => cue.text)).toEqual(['uno\ndos', 'tres']);
  });

  test.each(['WEBVTT', 'WEBVTT\n', 'WEBVTT Título\n\n', '\uFEFFWEBVTT\n\n'])('has no cues in %j', (text) => {
    const { cues: none, warnings } = parse(text);
    expect(none).toEqual([]);
    expect(warnings).toEqual([{ message: 'the file has no cues' }]);
  });

  test.each(['webvtt', 'WEBVTTx', ' WEBVTT', '\uFEFF\uFEFFWEBVTT', '\nWEBVTT', time])(
    'is not %j',
    (start) => {
      expect(failureOf(() => parse(`${start}\n\n${time}\nhola`))).toMatchObject({
        code: 'webvtt_signature_missing',
        fault: 'input',
      });
    },
  );

  test('a cue may follow the header or a cue without an empty line', () => {
    const { cues: read, language } = parse(`WEBVTT\nLanguage: es\n${time}\nuno\n${time}\ndos`);
    expect(read.map((cue) => cue.text)).toEqual(['uno', 'dos']);
    expect(language).toBe('es');
  });

  test('an arrow in the text begins a new block, by the specification', () => {
    const { cues: read, warnings } = parse(`WEBVTT\n\n${time}\nuno\na --> b\ndos\n\n${time}\ntres`);
    expect(read.map((cue) => cue.text)).toEqual(['uno', 'tres']);
    expect(warnings).toEqual([
      { line: 5, message: 'a cue with an invalid timing line was skipped: "a --> b"' },
    ]);
  });

  test('warns of skipped text, but not of comments, styles and regions', () => {
    const { warnings } = parse(
      `WEBVTT\n\nNOTE\nnada\n\nNOTE nada\n\nSTYLE\n::cue {}\n\nREGION\nid:1\n\nNOTEBOOK\n\n${time}\nhola\n\nperdido`,
    );
    expect(warnings).toEqual([
      { line: 14, message: 'text without a timing line was skipped: "NOTEBOOK"' },
      { line: 19, message: 'text without a timing line was skipped: "perdido"' },
    ]);
  });

  test('keeps a cue without text, and one that ends before it starts, with a warning', () => {
    const { cues: read, warnings } = parse(`WEBVTT\n\n${time}\n\n00:05.000 --> 00:04.000\nhola`);
    expect(read).toEqual([
      { startMs: 1000, endMs: 2000, text: '' },
      { startMs: 5000, endMs: 4000, text: 'hola' },
    ]);
    expect(warnings).toEqual([{ line: 5, message: 'the cue ends before it starts' }]);
  });

  test('hours may have any number of digits, up to the largest exact number', () => {
    const long = '9'.repeat(400);
    expect(cues(`1000:00:00.000 --> 1000:00:01.000\na`)[0]?.startMs).toBe(3_600_000_000);
    expect(cues(`${long}:00:00.000 --> ${long}:00:01.000\na`)).toEqual([]);
  });

  test('a cue has a speaker and a language only if all its text has them', () => {
    const read = cues(
      [
        `<v Ana>Sí</v>`,
        `<v Ana>Sí <v Luis>No`,
        `<v.loud.x  Ana  María >Sí`,
        `<v>Sí`,
        `<lang en>Yes</lang>`,
        `Un <lang en>show</lang>`,
      ]
        .map((text) => `${time}\n${text}\n`)
        .join('\n'),
    );
    expect(read.map(({ speaker, language }) => [speaker, language])).toEqual([
      ['Ana', undefined],
      [undefined, undefined],
      ['Ana María', undefined],
      [undefined, undefined],
      [undefined, 'en'],
      [undefined, undefined],
    ]);
  });

  test('reads the header of YouTube and of Able Player', () => {
    expect(parse(`WEBVTT\nKind: captions\nLanguage: es-419\nTitle: Pleno\n\n${time}\na`)).toMatchObject({
      language: 'es-419',
      title: 'Pleno',
      cues: [{ language: 'es-419' }],
    });
    expect(parse(`WEBVTT\nlang: fr\n\n${time}\na`).language).toBe('fr');
    expect(parse(`WEBVTT\nLanguage: <b>\n\n${time}\na`).warnings).toEqual([
      { line: 2, message: 'the header\'s language is not a language tag: "<b>"' },
    ]);
  });

  test('reports the timestamp map of HLS and does not change the times', () => {
    const { cues: read, timestampMap } = parse(
      `WEBVTT\nX-TIMESTAMP-MAP=LOCAL:01:00:00.000,MPEGTS:324000900\n\n${time}\na`,
    );
    expect(timestampMap).toEqual({ localMs: 3_600_000, mpegTs: 324_000_900, offsetMs: 10 });
    expect(read[0]?.startMs).toBe(1000);
    expect(parse(`WEBVTT\nX-TIMESTAMP-MAP=LOCAL:1\n\n${time}\na`).warnings).toHaveLength(1);
  });
});
