import { parseFile } from '../../src/producers/parseFile';

const bytes = Buffer.from(
  'WEBVTT\nLanguage: es\n\nuno\n00:01.000 --> 00:02.000\n<v Ana>¿Qué\n<b>tal</b>\n\nroto\n\n' +
    '00:02.100 --> 00:03.000\n<v Ana>estás?',
);

describe('parseFile', () => {
  test('gives the segments', () => {
    expect([...parseFile(bytes, 'a.vtt')]).toEqual([
      { startMs: 1000, endMs: 3000, text: '¿Qué tal estás?', speaker: 'Ana', language: 'es' },
    ]);
  });

  test('gives the cues as they are in the file', () => {
    expect([...parseFile(bytes, 'a.vtt', { cues: true })]).toEqual([
      {
        startMs: 1000,
        endMs: 2000,
        text: '<v Ana>¿Qué\n<b>tal</b>',
        speaker: 'Ana',
        language: 'es',
        id: 'uno',
      },
      { startMs: 2100, endMs: 3000, text: '<v Ana>estás?', speaker: 'Ana', language: 'es' },
    ]);
  });

  test('reports warnings, and takes the language from the file name', () => {
    const warnings: unknown[] = [];
    const srt = Buffer.from('perdido\n\n00:00:01,000 --> 00:00:02,000\nHola');
    const read = [...parseFile(srt, 'pleno.es.srt', { onWarning: (warning) => warnings.push(warning) })];
    expect(read).toEqual([{ startMs: 1000, endMs: 2000, text: 'Hola', language: 'es' }]);
    expect(warnings).toEqual([{ line: 1, message: 'text without a timing line was skipped: "perdido"' }]);
  });
});
