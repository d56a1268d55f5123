import { readJsonLines } from '../../../src/producers/texts/readJsonLines';
import { readPlainLines } from '../../../src/producers/texts/readPlainLines';
import type { TextItem } from '../../../src/producers/texts/TextItem';

async function* feed(lines: string[]): AsyncGenerator<string> {
  yield* lines;
}

async function collect(items: AsyncIterable<TextItem>): Promise<TextItem[]> {
  const all: TextItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('readJsonLines', () => {
  it('copies the fields of the line, and fills in the others', async () => {
    const lines = [
      '{"text":"hola","id":7,"startMs":5,"endMs":9,"speaker":"Ana","other":[1]}',
      '{"text":"adiós"}',
    ];
    const [first, second] = await collect(readJsonLines(feed(lines), 'f'));
    expect(first).toMatchObject({
      kind: 'segment',
      line: 1,
      segment: {
        segmentId: '7',
        streamId: 'f',
        sequence: 0,
        text: 'hola',
        startMs: 5,
        endMs: 9,
        speaker: 'Ana',
      },
    });
    expect(second).toMatchObject({ segment: { segmentId: 'f:1', sequence: 1, startMs: 0, speaker: null } });
  });

  it('keeps the text exactly as given', async () => {
    const text = '  dos  espacios <i>y</i> marcas\n ';
    const [item] = await collect(readJsonLines(feed([JSON.stringify({ text })]), 'f'));
    expect(item).toMatchObject({ segment: { text } });
  });

  it('skips blank lines, and reports each line without a text', async () => {
    const lines = ['{"text":"a"}', '', '  ', '{"text":', '[1]', '{"text":1}', '{"text":"b"}'];
    const items = await collect(readJsonLines(feed(lines), 'f'));
    expect(items.map(({ kind, line }) => [kind, line])).toEqual([
      ['segment', 1],
      ['problem', 4],
      ['problem', 5],
      ['problem', 6],
      ['segment', 7],
    ]);
  });

  it('does not let a line set the prototype of its segment', async () => {
    const [item] = await collect(readJsonLines(feed(['{"text":"a","__proto__":{"speaker":"x"}}']), 'f'));
    expect(item).toMatchObject({ segment: { speaker: null } });
  });
});

describe('readPlainLines', () => {
  it('gives a segment for every line, also for empty ones', async () => {
    const items = await collect(readPlainLines(feed(['uno', '', ' dos ']), 'f'));
    expect(items.map((item) => (item.kind === 'segment' ? item.segment.text : ''))).toEqual([
      'uno',
      '',
      ' dos ',
    ]);
  });
});
