import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { labelItems } from '../../../src/app/input/labelItems';
import type { TextItem } from '../../../src/producers/texts/TextItem';

const options = { lines: false, read: {}, onWarnings: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'emostream-'));

async function textsOf(path: string, stdin: Readable, lines = false): Promise<string[]> {
  const items: TextItem[] = [];
  for await (const item of labelItems(path, stdin, { ...options, lines })) items.push(item);
  return items.map((item) => (item.kind === 'segment' ? item.segment.text : `problem: ${item.message}`));
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const none = Readable.from([]);

describe('labelItems', () => {
  it('knows JSON Lines by their first line, whatever the name', async () => {
    const content = '\n{"text":"uno"}\n{"text":"dos"}';
    expect(await textsOf(file('a.txt', content), none)).toEqual(['uno', 'dos']);
    expect(await textsOf('-', Readable.from([content]))).toEqual(['uno', 'dos']);
  });

  it("reads a recogniser's JSON as a transcript, on one line too", async () => {
    const content = JSON.stringify({
      language: 'es',
      segments: [{ start: 0, end: 2, text: ' Hola a todos. ' }],
    });
    expect(await textsOf(file('a.json', content), none)).toEqual(['Hola a todos.']);
  });

  it('reads captions from standard input', async () => {
    const vtt = 'WEBVTT\n\n00:00.000 --> 00:01.000\nBuenas noches.\n';
    expect(
      await textsOf('-', Readable.from([vtt.slice(0, 20), vtt.slice(20)].map((part) => Buffer.from(part)))),
    ).toEqual(['Buenas noches.']);
  });

  it('takes plain lines only when told to, each as it stands', async () => {
    expect(await textsOf(file('b.txt', 'uno\r\n\r\n{"text":"x"}\n'), none, true)).toEqual([
      'uno',
      '',
      '{"text":"x"}',
    ]);
    await expect(textsOf(file('b.txt', 'uno\ndos\n'), none)).rejects.toThrow(
      'not a transcript in a known format',
    );
  });

  it('gives lines of a pipe while it stays open', async () => {
    const pipe = new PassThrough();
    pipe.write('{"text":"primero"}\n');
    const items = labelItems('-', pipe, options);
    expect((await items.next()).value).toMatchObject({ segment: { text: 'primero' } });
    pipe.write('{"text":"segundo"}\n');
    expect((await items.next()).value).toMatchObject({ segment: { text: 'segundo' } });
    pipe.end();
    expect((await items.next()).done).toBe(true);
  });

  it.each([
    ['/no/such/file.vtt', 'there is no such file'],
    [folder, 'it is a folder'],
  ])('names the file that cannot be read: %s', async (path, reason) => {
    await expect(textsOf(path, none)).rejects.toThrow(`${path}: ${reason}`);
  });
});
