import { PassThrough } from 'node:stream';
import { type TagFlags, tagFiles, type Tagged } from '../../src/app/tagFiles';
import type { LoadedModel } from '../../src/model/loadModel';
import { resolveOptions } from '../../src/config/resolveOptions';
import { optionGroups } from '../../src/config/optionGroups';
import { characterTokenizer, FakeClassifier } from '../support/fakeModel';

const flags: TagFlags = resolveOptions(
  [...optionGroups.model, ...optionGroups.batching, ...optionGroups.segmenting, 'stream', 'lines'],
  { flags: { lines: true }, env: {} },
);

class Closable extends FakeClassifier {
  closed = 0;
  override close(): Promise<void> {
    this.closed += 1;
    return super.close();
  }
}

interface Run {
  stdin: PassThrough;
  stop: AbortController;
  /** What was handed on so far. */
  tagged: Tagged[];
  /** The first item has been handed on. */
  first: Promise<void>;
  finished: Promise<void>;
}

function start(classifier: Closable): Run {
  const stdin = new PassThrough();
  const stop = new AbortController();
  const model: LoadedModel = { classifier, tokenizer: characterTokenizer };
  const silent = (): void => undefined;
  const input = { files: ['-'], stdin, signal: stop.signal, onProgress: silent, onWarnings: silent };
  const tagged: Tagged[] = [];
  let handedOn = silent;
  const first = new Promise<void>((resolve) => (handedOn = resolve));
  const onTagged = (one: Tagged): void => {
    tagged.push(one);
    handedOn();
  };
  return { stdin, stop, tagged, first, finished: tagFiles(input, flags, onTagged, async () => model) };
}

describe('tagFiles', () => {
  it('hands on a label while its input waits for the next line, and ends with its input', async () => {
    const classifier = new Closable();
    const { stdin, tagged, first, finished } = start(classifier);
    stdin.write('hola\n');
    await first;
    expect(tagged).toMatchObject([{ file: '-', outcome: { kind: 'label' } }]);
    stdin.end('y adiós');
    await finished;
    expect(tagged.map(({ item }) => item.line)).toEqual([1, 2]);
    expect(classifier.closed).toBe(1);
  });

  it('ends with the error of an engine that fails while the input is silent', async () => {
    const classifier = new Closable();
    classifier.failure = () => new Error('the engine is gone');
    const { stdin, finished } = start(classifier);
    stdin.write('hola\n');
    await expect(finished).rejects.toThrow('the engine is gone');
    expect(stdin.destroyed).toBe(true);
    expect(classifier.closed).toBe(1);
  });

  it('ends when it is told to while the input is silent', async () => {
    const classifier = new Closable();
    const { stdin, stop, first, finished } = start(classifier);
    stdin.write('hola\n');
    await first;
    stop.abort();
    await finished;
    expect(stdin.destroyed).toBe(true);
    expect(classifier.closed).toBe(1);
  });
});
