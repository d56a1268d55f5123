import { Type, type Schema } from 'avsc';
import { messageOf } from '../common/errors';
import { isReservedName } from './reservedNames';

/** Far above any real schema, far below what would block the process. */
const maxCharacters = 64 * 1024;
const maxDepth = 32;
const maxNodes = 4096;

/**
 * Parses a schema from outside (a registry). avsc generates code from a schema, so its size, nesting and names are
 * checked first.
 *
 * @param schemaText an Avro schema in JSON
 * @throws Error that says what is wrong with it
 */
export function parseWriterSchema(schemaText: string): Type {
  if (schemaText.length > maxCharacters) {
    throw new Error(`the schema has ${schemaText.length} characters, more than ${maxCharacters}`);
  }
  const schema = parseJson(schemaText);
  inspect(schema, 0, { nodesLeft: maxNodes });
  return Type.forSchema(schema as Schema, { registry: Object.create(null) as Record<string, Type> });
}

/** A schema may be only the name of a type, which some registries send without quotes. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (/^[A-Za-z]+$/.test(text)) return text;
    throw new Error(`the schema is not JSON: ${messageOf(error)}`, { cause: error });
  }
}

function inspect(node: unknown, depth: number, budget: { nodesLeft: number }): void {
  if (depth > maxDepth) throw new Error(`the schema is nested deeper than ${maxDepth}`);
  if (--budget.nodesLeft < 0) throw new Error(`the schema has more than ${maxNodes} parts`);
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if ((key === 'name' || key === 'namespace' || key === 'type') && typeof value === 'string') {
      if (value.split('.').some(isReservedName)) throw new Error(`the name ${value} is not allowed`);
    }
    inspect(value, depth + 1, budget);
  }
}
