import { setUpTensorflow } from '../../app/setUpTensorflow';
import { defineCommand } from '../Command';

export const setup = defineCommand({
  name: 'setup',
  summary: 'set up what is not in the package: TensorFlow, to train and for --engine tfjs',
  details: `
Makes TensorFlow.js work on this machine, once: from npm and PyPI into the cache folder.

  emostream setup tensorflow        for the processor (Linux; needs Python 3,
                                    pip, a C++ compiler; fetches 0.3 GB)
  emostream setup tensorflow gpu    for an NVIDIA GPU (the same, about 4 GB)
  emostream setup tensorflow wasm   for any machine, but slower`,
  operands: { pattern: '<what> [kind]', help: 'tensorflow, then gpu, cpu (the default) or wasm' },
  options: [],
  run: async ({ stdout, stderr }, _options, [what, kind = 'cpu']) => {
    const { description, built, device } = await setUpTensorflow(what, kind, (line) =>
      stderr.write(`setup: ${line}\n`),
    );
    stdout.write(`${description} ${built ? 'is set up' : 'was set up already'}\n`);
    if (kind === 'gpu' && device !== 'gpu') {
      stderr.write('setup: no GPU was found, so the package will run on the processor\n');
    }
    return 0;
  },
});
