import { expectTrace, readTrace } from './support/referenceTrace';
import { describeWithShared } from './support/shared';
import { useTensorflow } from './support/useTensorflow';

describeWithShared('fine-tuning on WebAssembly beside PyTorch', () => {
  const tensorflow = useTensorflow('wasm');

  it('gives the losses, gradient norms and logits of the run inverse, and leaves no tensor behind', async () => {
    expectTrace(tensorflow(), await readTrace(), 'inverse');
    expect(tensorflow().tf.memory().numTensors).toBe(0);
  }, 300_000);
});
