import type { CommandSpec } from '../Command';
import { average } from './average';
import { broker } from './broker';
import { compare } from './compare';
import { demo } from './demo';
import { doctor } from './doctor';
import { evaluate } from './evaluate';
import { exportModel } from './exportModel';
import { parse } from './parse';
import { produce } from './produce';
import { replay } from './replay';
import { run } from './run';
import { setup } from './setup';
import { tag } from './tag';
import { topics } from './topics';
import { train } from './train';

/** Every command, in the order of `emostream --help`. */
export const commands: readonly CommandSpec[] = [
  demo,
  produce,
  run,
  tag,
  parse,
  train,
  average,
  evaluate,
  replay,
  compare,
  exportModel,
  topics,
  broker,
  doctor,
  setup,
];
