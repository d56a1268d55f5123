import { EmostreamError } from '../../common/errors';

/** @throws EmostreamError `bad_option` naming a flag that the command cannot do without */
export function required(value: string | undefined, flag: string, command: string): string {
  if (value !== undefined) return value;
  throw new EmostreamError(`${flag} is needed`, {
    code: 'bad_option',
    fault: 'configuration',
    hint: `see emostream ${command} --help`,
  });
}
