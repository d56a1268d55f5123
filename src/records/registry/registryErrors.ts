import { EmostreamError, messageOf } from '../../common/errors';
import type { HttpAnswer } from './httpJson';

/** The registry did not answer in time. */
export function unreachable(server: string, cause: unknown): EmostreamError {
  return new EmostreamError(`the schema registry at ${server} cannot be reached: ${reasonOf(cause)}`, {
    code: 'registry_unreachable',
    fault: 'environment',
    hint: 'Check that it is running and that the address is right. emostream tries again.',
    cause,
  });
}

/** Where a name has several addresses and all refuse, Node gives one error without a message around their errors. */
function reasonOf(cause: unknown): string {
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : [];
  return messageOf(first ?? cause);
}

/**
 * The error for an answer that is not a success. Confluent's error codes are the HTTP status and two more digits
 * (Schema Registry API reference, "Errors").
 */
export function errorOfAnswer(server: string, asked: string, answer: HttpAnswer): EmostreamError {
  const said = messageIn(answer.body);
  const describe = (what: string) => `the schema registry at ${server} ${what} ${asked}${said}`;
  const { status } = answer;
  if (status === 401 || status === 403) {
    return new EmostreamError(describe('does not allow emostream to'), {
      code: 'registry_denied',
      fault: 'configuration',
      hint: 'Check user and password, or the token, and their permissions.',
    });
  }
  if (status === 409 || status === 422) {
    return new EmostreamError(describe('refuses to'), {
      code: 'schema_incompatible',
      fault: 'configuration',
      hint: "The topic has another schema: give emostream its own topic, or relax the subject's compatibility.",
    });
  }
  if (status >= 500 || status === 429 || status === 408) {
    return new EmostreamError(describe(`answers ${status} when asked to`), {
      code: 'registry_unreachable',
      fault: 'environment',
      hint: 'The registry has a problem or is overloaded; emostream tries again.',
    });
  }
  return badAnswer(server, asked, `answers ${status}${said}`);
}

/** A server answers, but not as a schema registry does. */
export function badAnswer(server: string, asked: string, what: string): EmostreamError {
  return new EmostreamError(
    `${server}, asked to ${asked}, ${what}: it does not look like a schema registry`,
    {
      code: 'registry_bad_answer',
      fault: 'environment',
      hint: 'Check the address and its path (Apicurio: http://host:8080/apis/ccompat/v7).',
    },
  );
}

/**
 * Whether a registry says that it does not have what was asked for (40401 subject, 40402 version, 40403 schema). A 404
 * without such a code comes from a wrong path (Apicurio's has the error code 404) or from another server: taken for a
 * missing schema, it would make every record a dead letter.
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
