import { EmostreamError, messageOf } from '../../common/errors';
import type { HttpAnswer } from './httpJson';

/** Nothing answered, or too late: the moment's fault. */
export function unreachable(server: string, cause: unknown): EmostreamError {
  return new EmostreamError(`the schema registry at ${server} cannot be reached: ${reasonOf(cause)}`, {
    code: 'registry_unreachable',
    fault: 'environment',
    hint: 'Is it running, and is the address right? emostream tries again.',
    cause,
  });
}

/** A name with several addresses that all refuse gives one error with no message of its own around theirs. */
function reasonOf(cause: unknown): string {
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : [];
  return messageOf(first ?? cause);
}

/**
 * What an answer that is not a success means. Confluent's error codes are the HTTP status with two digits more
 * (Schema Registry API reference, "Errors").
 */
export function errorOfAnswer(server: string, asked: string, answer: HttpAnswer): EmostreamError {
  const said = messageIn(answer.body);
  const describe = (what: string) => `the schema registry at ${server} ${what} ${asked}${said}`;
  const { status } = answer;
  if (status === 401 || status === 403) {
    return new EmostreamError(describe('does not let us'), {
      code: 'registry_denied',
      fault: 'configuration',
      hint: "Check the registry's user and password or token, and what they may do.",
    });
  }
  if (status === 409 || status === 422) {
    return new EmostreamError(describe('refuses to'), {
      code: 'schema_incompatible',
      fault: 'configuration',
      hint: 'Another schema is registered for this topic: give emostream its own topic, or relax the compatibility of the subject.',
    });
  }
  if (status >= 500 || status === 429 || status === 408) {
    return new EmostreamError(describe(`answers ${status} when asked to`), {
      code: 'registry_unreachable',
      fault: 'environment',
      hint: 'It is there but not well; emostream tries again.',
    });
  }
  return badAnswer(server, asked, `answers ${status}${said}`);
}

/** Something answers, but it does not speak the registry's language. */
export function badAnswer(server: string, asked: string, what: string): EmostreamError {
  return new EmostreamError(
    `${server}, asked to ${asked}, ${what}: it does not look like a schema registry`,
    {
      code: 'registry_bad_answer',
      fault: 'environment',
      hint: 'Check the address, path included (Apicurio: http://host:8080/apis/ccompat/v7).',
    },
  );
}

/**
 * Whether the registry itself says that it has no such thing (40401 subject, 40402 version, 40403 schema), as
 * against a 404 of whatever else listens at that address: Apicurio's own for a wrong path is JSON too, with the
 * error code 404. Taken for the registry's word, it would make a dead letter of every record.
 */
export function saysNotFound({ status, body }: HttpAnswer): boolean {
  const code = field(body, 'error_code');
  return status === 404 && typeof code === 'number' && Math.floor(code / 100) === 404;
}

/** A field of a JSON object, or undefined. */
export function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function messageIn(body: unknown): string {
  const message = field(body, 'message');
  return typeof message === 'string' ? `: ${message.slice(0, 300)}` : '';
}
