import { EmostreamError } from '../../../../common/errors';
import { isTensorflowKind, tensorflowKinds } from '../tensorflow/TensorflowKind';
import { setupTensorflow } from './setupTensorflow';

/** `npm run setup:tensorflow [-- gpu | cpu | wasm]` */
async function main(kind = 'cpu'): Promise<void> {
  if (!isTensorflowKind(kind)) {
    throw new EmostreamError(`setup:tensorflow takes one of ${tensorflowKinds.join(', ')}, not ${kind}`, {
      code: 'bad_argument',
      fault: 'configuration',
      hint: 'npm run setup:tensorflow -- gpu',
    });
  }
  const setup = await setupTensorflow(kind, (line) => process.stderr.write(`setup:tensorflow: ${line}\n`));
  process.stdout.write(`${setup.description} ${setup.built ? 'is set up' : 'was set up already'}\n`);
  if (kind === 'gpu' && setup.device !== 'gpu') {
    process.stderr.write('setup:tensorflow: no GPU is seen: the package will run on the CPU\n');
  }
}

main(process.argv[2]).catch((error: unknown) => {
  const hint = error instanceof EmostreamError && error.hint !== undefined ? ` (${error.hint})` : '';
  process.stderr.write(
    `setup:tensorflow: ${error instanceof Error ? error.message : String(error)}${hint}\n`,
  );
  process.exitCode = 1;
});
