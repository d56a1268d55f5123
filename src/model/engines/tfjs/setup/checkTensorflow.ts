import { join } from 'node:path';
import type { Check } from '../../../../common/Check';
import { messageOf } from '../../../../common/errors';
import { tensorflowHome, tensorflowKinds, type TensorflowKind } from '../tensorflow/TensorflowKind';
import { runProgram } from './runProgram';

/** What a package of TensorFlow.js says of itself. */
export interface TensorflowAnswer {
  device: TensorflowKind;
  /** The npm package, TensorFlow's version and the device, for people. */
  description: string;
}

/**
 * Loads the package of that kind in a process of its own and makes a small training step.
 *
 * @throws EmostreamError `tensorflow_setup_failed` with what that process said
 */
export async function checkTensorflow(kind: TensorflowKind): Promise<TensorflowAnswer> {
  const program = join(__dirname, 'verifyTensorflow.js');
  const hint = `remove ${tensorflowHome(kind)} and run \`npx emostream setup tensorflow ${kind}\` again`;
  const answer = await runProgram(process.execPath, [program, kind], hint);
  return JSON.parse(answer) as TensorflowAnswer;
}

/** For `doctor`: which package would serve, the fastest first, and whether it sees a GPU. Never throws. */
export async function describeTensorflow(): Promise<Check> {
  const name = 'TensorFlow (optional)';
  const problems: string[] = [];
  for (const kind of tensorflowKinds) {
    try {
      const { description, device } = await checkTensorflow(kind);
      const gpu = device === 'gpu' ? 'a GPU is seen and used' : 'no GPU is used';
      return { name, status: 'ok', detail: `${description}; ${gpu}`, hint: '' };
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  const broken = problems.filter((problem) => !problem.includes('is not set up')).at(-1);
  const detail = broken ?? 'not set up: needed to train, and by --engine tfjs';
  return {
    name,
    status: 'absent',
    detail,
    hint: `npx emostream setup tensorflow [${tensorflowKinds.join(' | ')}]`,
  };
}
