import type { OptionValues } from '../config/options';

/** How batches of records are packed in a topic. */
export type Compression = OptionValues['compression'];
