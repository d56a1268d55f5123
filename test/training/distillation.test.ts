import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rememberAnswers, type Teacher, teacherAnswers } from '../../src/training/distillation';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'teacher-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const texts = Array.from({ length: 600 }, (_, index) => `text ${index}`);
const labels = ['neutral', 'joy'];

/** Answers with the text's number in `joy`; remembers what it was asked. */
function teacher(fingerprint = 'a'): Teacher & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'teacher',
    fingerprint,
    labels: ['joy', 'anger', 'neutral'],
    asked,
    answer: (batch) => {
      asked.push(...batch);
      return Promise.resolve(batch.map((text) => Float32Array.of(Number(text.slice(5)), -1, -2)));
    },
  };
}

describe('teacherAnswers', () => {
  it('gives the answers in the order of the texts and of the student’s labels', async () => {
    const progress: number[] = [];
    const onProgress = (done: number) => progress.push(done);
    const answers = await teacherAnswers(teacher(), texts, { labels, folder, onProgress });
    expect(answers).toHaveLength(600);
    expect([...answers[417]!]).toEqual([-2, 417]);
    expect(progress.at(-1)).toBe(600);
  });

  it('goes on where it was stopped, even in the middle of an answer', async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const stopped = teacherAnswers(teacher(), texts, { labels, folder, onProgress, signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'training_stopped' });
    const file = join(folder, 'answers.f32');
    const done = statSync(file).size / 8;
    expect(done).toBeLessThan(600);
    appendFileSync(file, 'abc');
    const heir = teacher();
    const answers = await teacherAnswers(heir, texts, { labels, folder });
    expect(heir.asked).toEqual(texts.slice(done));
    expect(answers.map((answer) => answer[1])).toEqual(texts.map((_, index) => index));
  });

  it('asks anew where the kept answers are of another teacher or of other texts', async () => {
    await teacherAnswers(teacher(), texts, { labels, folder });
    const again = teacher();
    await teacherAnswers(again, texts, { labels, folder });
    expect(again.asked).toEqual([]);
    const other = teacher('b');
    await teacherAnswers(other, texts, { labels, folder });
    expect(other.asked).toHaveLength(600);
    await teacherAnswers(other, texts.slice(1), { labels, folder });
    expect(other.asked).toHaveLength(600 + 599);
  });

  it('is asked about each text once, by however many training runs, and again by none after a stop', async () => {
    const asked = teacher();
    const remembered = await rememberAnswers(asked, [...texts, ...texts], { folder: join(folder, 'kept') });
    const answers = await teacherAnswers(remembered, texts.slice(7), { labels, folder: join(folder, 'one') });
    await teacherAnswers(remembered, texts, { labels, folder: join(folder, 'two') });
    expect([...answers[0]!]).toEqual([-2, 7]);
    expect(asked.asked).toEqual(texts);
    const heir = teacher();
    await rememberAnswers(heir, texts, { folder: join(folder, 'kept') });
    expect(heir.asked).toEqual([]);
  });

  it('names the labels that the teacher lacks', async () => {
    const answers = teacherAnswers(teacher(), texts, { labels: ['joy', 'fear', 'disgust'], folder });
    await expect(answers).rejects.toMatchObject({
      code: 'teacher_labels',
      message: 'the teacher teacher does not know fear, disgust',
    });
  });
});
