import { defaulted, given, type OptionSpec } from './OptionSpec';
import { choice, integer, number, text, toggle } from './optionTypes';

/** The base of the paper (its reference 16). */
const paperBase =
  'francisco-perez-sorrosal/distilbert-base-uncased-finetuned-with-spanish-tweets-clf-cleaned-ds';

/** The part of the option table that is about training; the defaults are the paper's, else Simple Transformers'. */
export const trainingOptionTable = {
  base: defaulted(text('<folder|name>'), 'EMOSTREAM_BASE', paperBase, 'DistilBERT to start from'),
  test: given(text('<file>'), null, 'labelled file to report on; never used to train or to choose an epoch'),
  extra: given(text('<file>'), null, 'labelled rows of other sources: used to train, never to validate'),
  weighting: defaulted(
    text('<scheme>'),
    null,
    'none',
    'class weights: none, rule1, inverse, numbers (0.5,1,2 or fear=5,joy=1), or search',
  ),
  searchEpochs: given(
    integer(1, 10_000),
    null,
    'epochs of each candidate of --weighting search; those of --epochs by default',
  ),
  searchSplits: defaulted(
    integer(1, 100),
    null,
    1,
    'splits by video that each candidate is trained on; their mean counts',
  ),
  searchValidation: defaulted(
    number(0.01, 0.9),
    null,
    0.2,
    'share of the training rows, in whole videos, to validate the candidates on',
  ),
  oversample: given(
    number(0, 1),
    null,
    'repeat rows of rare classes; 1: until all classes have as many rows',
  ),
  undersample: given(
    number(0, 1),
    null,
    'leave out rows of frequent classes; 1: until all classes have as many rows',
  ),
  focal: given(number(0, 10), null, 'focal loss with this gamma'),
  logitAdjusted: given(number(0, 10), null, 'logit-adjusted loss with this tau'),
  teacher: given(
    text('<folder|name>'),
    null,
    'larger model to learn from: its answers to the training rows and the unlabelled texts',
  ),
  unlabelled: given(
    text('<path>'),
    null,
    'texts without labels for the teacher: transcripts, JSON Lines, .txt, or a folder of them',
  ),
  unlabelledTexts: given(
    integer(1, 10_000_000),
    null,
    'most of the unlabelled texts to use, drawn at random by the seed; by default all',
  ),
  temperature: defaulted(number(0.1, 100), null, 2, 'divisor of the logits of teacher and student'),
  teacherWeight: defaulted(
    number(0, 1),
    null,
    0.5,
    'weight of the teacher in the loss of a labelled row; the rest is that of the label',
  ),
  epochs: defaulted(integer(1, 10_000), null, 12, 'passes over the training rows'),
  batchSize: defaulted(integer(1, 4096), null, 8, 'rows of a training batch'),
  gradientAccumulation: defaulted(integer(1, 4096), null, 1, 'batches whose gradients make one step'),
  learningRate: defaulted(number(0, 1), null, 4e-5, 'highest learning rate'),
  warmupRatio: defaulted(number(0, 1), null, 0.06, 'share of the steps in which the learning rate rises'),
  weightDecay: defaulted(number(0, 1), null, 0, 'decoupled weight decay of AdamW'),
  maxGradNorm: defaulted(number(0, 1000), null, 1, 'largest norm of a gradient; 0: no limit'),
  dropout: given(
    number(0, 0.9),
    null,
    'dropout of embeddings, attention and feed-forward; as the base says by default',
  ),
  maxLength: defaulted(
    integer(3, 8192),
    null,
    128,
    'most tokens of a training text; the rest of the text is ignored',
  ),
  layers: given(integer(1, 1000), null, 'layers to keep of a deeper base model, evenly spaced'),
  lengthSorted: defaulted(toggle, null, false, 'train on batches of texts of similar length'),
  matmulPrecision: defaulted(
    choice('float32', 'bfloat16'),
    null,
    'float32',
    'products of matrices on the CPU; bfloat16 is faster where the processor has it (AMX, AVX512-BF16)',
  ),
  validation: defaulted(
    number(0, 0.9),
    null,
    0,
    'share of the training rows, in whole videos, to validate on',
  ),
  keep: defaulted(choice('last', 'best'), null, 'last', 'which epoch is kept; best needs --validation'),
  averageEpochs: defaulted(
    integer(1, 10_000),
    null,
    1,
    'epochs whose weights at their ends are averaged into the model; 1: none but the last',
  ),
  patience: defaulted(
    integer(0, 10_000),
    null,
    0,
    'epochs without a better validation score after which training ends; 0: never',
  ),
  seed: defaulted(integer(0, 2 ** 31 - 1), null, 1, 'seed of shuffling, dropout, the new head and the split'),
  headSeed: given(
    integer(0, 2 ** 31 - 1),
    null,
    'seed of the new head alone; trainings with the same head and other seeds can be averaged (emostream average)',
  ),
  resume: defaulted(toggle, null, true, 'whether a stopped training in the folder of --out is continued'),
  saveEvery: defaulted(
    integer(0, 1_000_000),
    null,
    200,
    'steps between saved states; 0: at the end of each epoch alone',
  ),
  tensorflow: defaulted(
    choice('auto', 'gpu', 'cpu', 'wasm'),
    'EMOSTREAM_TENSORFLOW',
    'auto',
    'TensorFlow package to use; auto takes the first that is set up, the slow but portable wasm last',
  ),
  license: given(text('<id>'), null, 'licence of the training data, for the model card'),
} satisfies Record<string, OptionSpec<unknown>>;
