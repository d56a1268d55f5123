import { join } from 'node:path';
import { crossEntropy, lossOfLabels } from '../../src/training/loss';
import { TrainableModel } from '../../src/training/TrainableModel';
import { openBaseModel } from '../../src/training/BaseModel';
import { AdamW } from '../../src/training/optimizer';
import { greatestError, referenceRows } from './support/referenceRows';
import { expectTrace, readTrace, type ReferenceTrace } from './support/referenceTrace';
import { describeWithShared, sharedFolder } from './support/shared';
import { useTensorflow } from './support/useTensorflow';

const labels = ['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear'];

/** Sixty steps from the same weights on the same batches, against what PyTorch and transformers made of them. */
describeWithShared('fine-tuning beside PyTorch', () => {
  const tensorflow = useTensorflow();
  let reference: ReferenceTrace;
  beforeAll(async () => {
    reference = await readTrace();
  }, 60_000);

  it.each(['none', 'rule1', 'inverse'])(
    'gives the losses, gradient norms and logits of the run %s',
    (name) => expectTrace(tensorflow(), reference, name),
    300_000,
  );

  it('leaves no tensor behind', () => {
    expect(tensorflow().tf.memory().numTensors).toBe(0);
  });
});

/** PyTorch's logits of checkpoints as they are. */
describeWithShared('the forward pass beside PyTorch', () => {
  const tensorflow = useTensorflow();

  it.each(['tiny', 'e5-es'])(
    'gives the logits of %s within 1e-4',
    (name) => {
      const folder = join(sharedFolder, 'reference', name);
      const rows = referenceRows(folder);
      const base = openBaseModel(folder, { labels, layers: undefined, seed: 1 });
      expect(base.notes).toEqual([]);
      const optimizer = new AdamW(tensorflow(), { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 });
      for (const [parameter, shape] of base.shapes) {
        optimizer.add(parameter, [...shape], { value: base.read(parameter) });
      }
      const model = new TrainableModel(
        tensorflow(),
        base.config,
        optimizer,
        new Map(),
        lossOfLabels(crossEntropy()),
      );
      const logits = model.logits(rows.map((row) => row.ids));
      expect(
        greatestError(
          logits,
          rows.map((row) => row.logits),
        ),
      ).toBeLessThan(1e-4);
      model.dispose();
    },
    300_000,
  );
});
