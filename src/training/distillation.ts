import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { count } from '../common/count';
import { EmostreamError } from '../common/errors';

/** A model that a smaller one learns from. */
export interface Teacher {
  /** How people call it. */
  name: string;
  /** Of its weights: other weights give other answers. */
  fingerprint: string;
  labels: readonly string[];
  /** @returns log probabilities of each text by the teacher's labels: its logits, but for a constant a text */
  answer(texts: readonly string[]): Promise<Float32Array[]>;
}

/** Texts asked for at once; what a kill loses at most. */
const chunk = 256;

export interface AnswerOptions {
  /** The student's, in its order. */
  labels: readonly string[];
  /** Where answers are kept, so that a stopped training run asks no text twice. */
  folder: string;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * The teacher's logits of each text by the student's labels. They are kept in the folder as they come: raw float32 in
 * answers.f32, and in teacher.json whose they are.
 *
 * @throws EmostreamError `teacher_labels` when the teacher lacks a label, `training_stopped` when the signal stops it
 */
export async function teacherAnswers(
  teacher: Teacher,
  texts: readonly string[],
  { labels, folder, onProgress, signal }: AnswerOptions,
): Promise<Float32Array[]> {
  const columns = columnsOf(teacher, labels);
  const path = join(folder, 'answers.f32');
  const bytesOfText = labels.length * Float32Array.BYTES_PER_ELEMENT;
  let done = openAnswers(folder, path, fingerprint(teacher, labels, texts), bytesOfText);
  while (done < texts.length) {
    const answers = await teacher.answer(texts.slice(done, done + chunk));
    const rows = answers.map((row) => columns.map((column) => row[column] ?? NaN));
    appendFileSync(path, new Uint8Array(Float32Array.from(rows.flat()).buffer));
    done += answers.length;
    onProgress?.(done, texts.length);
    await setImmediate();
    if (signal?.aborted !== true || done === texts.length) continue;
    throw new EmostreamError(
      `training was stopped after ${done} of ${count(texts.length, 'answer')} of the teacher`,
      {
        code: 'training_stopped',
        fault: 'environment',
        hint: `go on with the same command: the answers are saved in ${folder}`,
      },
    );
  }
  const bytes = readFileSync(path);
  return texts.map((_, row) => {
    const own = bytes.buffer.slice(
      bytes.byteOffset + row * bytesOfText,
      bytes.byteOffset + (row + 1) * bytesOfText,
    );
    return new Float32Array(own);
  });
}

/** Texts that are answered already; the folder is emptied where its answers are of another teacher or other texts. */
function openAnswers(folder: string, path: string, wanted: string, bytesOfText: number): number {
  const owner = join(folder, 'teacher.json');
  const known = existsSync(owner) ? readFileSync(owner, 'utf8') : undefined;
  if (known !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, '');
    writeFileSync(owner, wanted);
    return 0;
  }
  // A kill in the middle of a write leaves part of an answer.
  const done = Math.floor(statSync(path).size / bytesOfText);
  truncateSync(path, done * bytesOfText);
  return done;
}

/**
 * The same teacher, asked now for its answers to texts, which are kept in a folder: it is not asked for them again, by
 * however many training runs.
 *
 * @throws EmostreamError `training_stopped` when the signal stops it
 */
export async function rememberAnswers(
  teacher: Teacher,
  texts: readonly string[],
  options: Omit<AnswerOptions, 'labels'>,
): Promise<Teacher> {
  const distinct = [...new Set(texts)];
  const answers = await teacherAnswers(teacher, distinct, { ...options, labels: teacher.labels });
  const answerOf = new Map(distinct.map((text, index) => [text, answers[index] as Float32Array]));
  const known = (text: string): Float32Array => {
    const answer = answerOf.get(text);
    if (answer === undefined) throw new Error(`the teacher was not asked about "${text}"`);
    return answer;
  };
  const { name, fingerprint, labels } = teacher;
  return { name, fingerprint, labels, answer: (asked) => Promise.resolve(asked.map(known)) };
}

/**
 * Whether a teacher can teach a student with these labels.
 *
 * @throws EmostreamError `teacher_labels` when it lacks one
 */
export function checkTeacher(teacher: Teacher, labels: readonly string[]): void {
  columnsOf(teacher, labels);
}

function columnsOf({ name, labels: known }: Teacher, labels: readonly string[]): number[] {
  const missing = labels.filter((label) => !known.includes(label));
  if (missing.length > 0) {
    throw new EmostreamError(`the teacher ${name} does not know ${missing.join(', ')}`, {
      code: 'teacher_labels',
      fault: 'configuration',
      hint: `it knows ${known.join(', ')}: take one that was trained on the labels of the training file`,
    });
  }
  return labels.map((label) => known.indexOf(label));
}

function fingerprint(teacher: Teacher, labels: readonly string[], texts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([teacher.fingerprint, labels, texts]));
  return JSON.stringify({ teacher: teacher.name, texts: texts.length, fingerprint: hash.digest('hex') });
}
