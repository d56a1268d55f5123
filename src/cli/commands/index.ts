import type { CommandSpec } from '../Command';
import { broker } from './broker';
import { demo } from './demo';
import { doctor } from './doctor';
import { exportModel } from './exportModel';
import { parse } from './parse';
import { produce } from './produce';
import { run } from './run';
import { tag } from './tag';
import { topics } from './topics';

/** Every command, in the order of `emostream --help`. */
export const commands: readonly CommandSpec[] = [
  demo,
  produce,
  run,
  tag,
  parse,
  exportModel,
  topics,
  broker,
  doctor,
];
