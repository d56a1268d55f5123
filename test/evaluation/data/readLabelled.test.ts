import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseColumnMap } from '../../../src/evaluation/data/columnMap';
import { leakFree } from '../../../src/evaluation/data/LabelledRow';
import { readLabelled } from '../../../src/evaluation/data/readLabelled';
import { packageRoot } from '../../../src/common/packageRoot';

const folder = mkdtempSync(join(tmpdir(), 'emostream-labelled-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Buffer, name = 'rows.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const labels = ['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear'];
const csv = (...lines: string[]): string =>
  file(['id,youtube_key,start_ms,end_ms,emotion,text', ...lines, ''].join('\n'));

describe('layouts', () => {
  it('reads ours, quoted fields with commas and line breaks in them', async () => {
    const { rows, warnings } = await readLabelled(
      csv('a,v,10,20,joy,"hola,\n""qué"" tal"', 'b,v,20,30.4,fear,no'),
    );
    expect(rows).toEqual([
      { id: 'a', video: 'v', startMs: 10, endMs: 20, label: 'joy', text: 'hola,\n"qué" tal' },
      { id: 'b', video: 'v', startMs: 20, endMs: 30, label: 'fear', text: 'no' },
    ]);
    expect(warnings).toEqual([]);
  });

  it('reads the corpus as published', async () => {
    const path = file('"filename","label","transcription","split"\n"a.mp3","anger","uno","train"\n');
    expect((await readLabelled(path)).rows[0]).toMatchObject({ id: 'a.mp3', label: 'anger', text: 'uno' });
  });

  it("reads the corpus's first edition: segments are numbered inside their video", async () => {
    const path = file(
      '"youtube_key","segment_id","label","gender","start_time","end_time","transcription","split","source"\n' +
        '"v1","0.mp3","anger","male","0.0","14570.0","uno","train","youtube"\n' +
        '"v2","0.mp3","joy","male","1.5","2","dos","test","youtube"\n',
    );
    const { rows, labels: found } = await readLabelled(path);
    expect(rows.map(({ id, video, endMs }) => [id, video, endMs])).toEqual([
      ['v1/0.mp3', 'v1', 14570],
      ['v2/0.mp3', 'v2', 2],
    ]);
    expect(found).toEqual(['anger', 'joy']);
  });

  it("reads the task's files, which name no video: each row is its own, with a warning", async () => {
    const { rows, warnings } = await readLabelled(file('id,label,transcription\nx.mp3,joy,hola\n'));
    expect(rows).toEqual([{ id: 'x.mp3', video: 'x.mp3', startMs: 0, endMs: 0, label: 'joy', text: 'hola' }]);
    expect(warnings).toEqual([expect.stringMatching(/no column names the video/)]);
  });

  it.each([';', '\t'])(
    'takes %j between the fields, a byte order mark, and Windows line ends',
    async (separator) => {
      const path = file(
        `\uFEFFid${separator}Emotion${separator}Text\r\na${separator}joy${separator}hola, tú\r\n`,
      );
      expect((await readLabelled(path)).rows[0]).toMatchObject({ id: 'a', label: 'joy', text: 'hola, tú' });
    },
  );

  it('reads JSON Lines', async () => {
    const path = file(
      '{"id":7,"video":"v","startMs":5,"endMs":9,"label":"joy","text":"hola"}\n\n' +
        '{"id":8,"video":"v","label":"fear","text":"no"}\n',
      'rows.jsonl',
    );
    expect((await readLabelled(path)).rows).toEqual([
      { id: '7', video: 'v', startMs: 5, endMs: 9, label: 'joy', text: 'hola' },
      { id: '8', video: 'v', startMs: 0, endMs: 0, label: 'fear', text: 'no' },
    ]);
  });

  it('follows a map given by flag', async () => {
    const path = file('clave,frase,clase,emotion\n1,hola,joy,other\n');
    const columns = parseColumnMap('id=clave, text=frase,label=clase');
    expect((await readLabelled(path, { columns })).rows[0]).toMatchObject({
      id: '1',
      text: 'hola',
      label: 'joy',
    });
  });
});

describe('what is wrong is named, with its place', () => {
  const fails = async (
    path: string,
    options = {},
  ): Promise<{ code: string; message: string; hint?: string }> =>
    readLabelled(path, options).then(
      () => {
        throw new Error('it was read');
      },
      (error: unknown) => error as { code: string; message: string },
    );

  it('a missing column', async () => {
    const error = await fails(file('id,phrase,emotion\n1,hola,joy\n'));
    expect(error.code).toBe('missing_column');
    expect(error.message).toMatch(/rows\.csv lacks a column with the text .*; it has id, phrase, emotion/);
    expect(error.hint).toMatch(/--columns text=COLUMN/);
  });

  it('a mapped column that is not there', async () => {
    const error = await fails(file('id,text,emotion\n1,hola,joy\n'), { columns: { text: 'frase' } });
    expect(error.message).toMatch(/lacks the column "frase" for text; it has id, text, emotion/);
  });

  it('an unknown label, by line, with the labels allowed', async () => {
    const error = await fails(csv('a,v,0,1,joy,"dos\nlíneas"', 'b,v,0,1,rage,no'), { labels });
    expect(error.code).toBe('unknown_label');
    expect(error.message).toMatch(
      /rows\.csv, line 4, column "emotion": unknown label "rage"; allowed are neutral, /,
    );
  });

  it('the line, after blank ones and Windows line ends inside quotes', async () => {
    const path = file('id,emotion,text\r\n\r\na,joy,"uno\r\ndos"\r\nb,rage,tres\r\n');
    expect((await fails(path, { labels })).message).toMatch(/line 5, column "emotion"/);
  });

  it('an empty label', async () => {
    expect((await fails(csv('a,v,0,1,,hola'))).message).toMatch(/line 2, column "emotion": no label/);
  });

  it.each(['', 'id,emotion,text\n', '\n\n'])('an empty file: %j', async (content) => {
    expect((await fails(file(content))).code).toBe('empty_file');
  });

  it('bytes that are not UTF-8, by offset, though a replacement character stands before them', async () => {
    const head = 'id,emotion,text\na,joy,\uFFFD ok\nb,joy,ma';
    const error = await fails(
      file(Buffer.concat([Buffer.from(head), Buffer.from([0xf1]), Buffer.from('ana\n')])),
    );
    expect(error.code).toBe('not_utf8');
    expect(error.message).toMatch(new RegExp(`line 3: not UTF-8 at byte ${Buffer.byteLength(head)}$`));
    expect(error.hint).toMatch(/iconv -f WINDOWS-1252/);
  });

  it('UTF-16', async () => {
    const error = await fails(file(Buffer.from('\uFEFFid,emotion,text\n', 'utf16le')));
    expect(error).toMatchObject({ code: 'not_utf8', message: expect.stringMatching(/byte 0$/) as string });
    expect(error.hint).toMatch(/UTF-16/);
  });

  it('a repeated id, with both lines', async () => {
    const error = await fails(csv('a,v,0,1,joy,x', 'b,v,0,1,joy,x', 'a,v,0,1,joy,x'));
    expect(error.code).toBe('duplicate_id');
    expect(error.message).toMatch(/line 4: the id "a" is already that of line 2/);
  });

  it('a time that is none', async () => {
    const error = await fails(csv('a,v,0:01,1,joy,x'));
    expect(error.message).toMatch(/line 2, column "start_ms": "0:01" is no time/);
  });

  it('fields too many, and a quote never closed', async () => {
    expect((await fails(csv('a,v,0,1,joy,x', 'b,v,0,1,joy,x,y'))).message).toMatch(
      /line 3: 6 fields are expected, as in the header, and there are 7$/,
    );
    expect((await fails(csv('a,v,0,1,joy,"x'))).message).toMatch(/a quote is opened and never closed/);
  });

  it.each([
    ['talk.vtt', 'WEBVTT\n\n00:00.000 --> 00:01.000\nBueno, sí.\n'],
    ['talk.srt', '1\n00:00:00,000 --> 00:00:01,000\nBueno, sí.\n'],
    ['talk.json', '{\n "segments": [{"start": 0, "end": 1, "text": "Bueno."}]\n}\n'],
  ])('a transcript: %s', async (name, content) => {
    const { code, message, hint } = await fails(file(content, name));
    expect({ code, message }).toEqual({
      code: 'not_labelled',
      message: `${join(folder, name)} is a transcript, not a labelled file`,
    });
    expect(hint).toContain('emostream tag');
  });

  it('a line that is no JSON, or no object', async () => {
    const line = '{"id":"1","label":"joy","text":"x"}\n';
    expect((await fails(file(`${line}{"id"\n`))).message).toMatch(/rows\.csv, line 2: not JSON/);
    expect((await fails(file(`${line}[1]\n`))).message).toMatch(/line 2: expected an object/);
  });

  it('a file that is not there, and a folder', async () => {
    expect((await fails(join(folder, 'none.csv'))).code).toBe('file_unreadable');
    expect((await fails(folder)).code).toBe('file_unreadable');
  });

  it('a column map that cannot be read', () => {
    expect(() => parseColumnMap('texto=a')).toThrow(/"texto=a", which is no MEANING=COLUMN/);
    expect(() => parseColumnMap('text=')).toThrow(/"text="/);
  });
});

it('warns of empty texts and of classes without rows', async () => {
  const { warnings } = await readLabelled(csv('a,v,0,1,joy, ', 'b,v,1,2,joy,x'), { labels: ['joy', 'fear'] });
  expect(warnings).toEqual([
    expect.stringMatching(/no text in line 2; it cannot be labelled/),
    expect.stringMatching(/no row has the label "fear"/),
  ]);
});

const data = join(packageRoot, '..', 'shared', 'data', 'emospeech-2024');
(existsSync(data) ? describe : describe.skip)('the EmoSPeech 2024 split (needs ../shared)', () => {
  it('has 750 test rows, and 352 whose video and text are not in training', async () => {
    const test = await readLabelled(join(data, 'test.csv'), { labels });
    const train = await readLabelled(join(data, 'train.csv'), { labels });
    expect([test.rows.length, train.rows.length]).toEqual([750, 3000]);
    expect([test.warnings, train.warnings]).toEqual([[], []]);
    expect(leakFree(test.rows, train.rows)).toHaveLength(352);
  });
});
