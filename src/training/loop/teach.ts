import type { Teacher } from '../distillation/Teacher';
import { teacherAnswers } from '../distillation/teacherAnswers';
import type { Run } from './prepareRun';
import type { TrainEvent } from './TrainResult';

interface TeachOptions {
  /** Where the teacher's answers are kept until the run has ended. */
  folder: string;
  onEvent: (event: TrainEvent) => void;
  signal: AbortSignal | undefined;
}

/** Gives each sequence that is trained on the teacher's answer to its text. */
export async function teach(
  { base, data, sequences }: Run,
  teacher: Teacher,
  { folder, onEvent, signal }: TeachOptions,
): Promise<void> {
  const texts = [...data.train.rows.map(({ text }) => text), ...data.unlabelled.texts];
  const onProgress = (done: number, total: number) => onEvent({ kind: 'teacher', done, total });
  const answers = await teacherAnswers(teacher, texts, { labels: base.labels, folder, onProgress, signal });
  answers.forEach((answer, row) => {
    const sequence = sequences[row];
    if (sequence !== undefined) sequence.teacher = answer;
  });
}
