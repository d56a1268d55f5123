/** Fields that hold spoken text or the bytes of records. */
const textFields = new Set(['text', 'texts', 'value', 'key', 'transcript', 'caption']);
const maxDepth = 4;

/**
 * The fields of a log line with transcript texts replaced by their lengths. Logs are kept longer and read by other
 * people than transcripts.
 *
 * @returns a copy; errors, dates and other objects with `toJSON` are not copied
 */
export function withoutTexts(fields: unknown, depth = 0): unknown {
  if (typeof fields !== 'object' || fields === null || fields instanceof Error) return fields;
  if (ArrayBuffer.isView(fields)) return `[${fields.byteLength} bytes]`;
  if ('toJSON' in fields) return fields;
  if (depth >= maxDepth) return '[...]';
  if (Array.isArray(fields)) return fields.map((item) => withoutTexts(item, depth + 1));
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      textFields.has(name) ? lengthOf(value) : withoutTexts(value, depth + 1),
    ]),
  );
}

function lengthOf(value: unknown): unknown {
  if (typeof value === 'string') return `[${value.length} characters]`;
  if (Array.isArray(value)) return `[${value.length} items]`;
  return withoutTexts(value);
}
