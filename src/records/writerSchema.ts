import { Type, type Schema } from 'avsc';
import { messageOf } from '../common/errors';
import { isReservedName } from './reservedNames';

/** Far above any honest schema, far below what would hold the process up. */
const maxCharacters = 64 * 1024;
const maxDepth = 32;
const maxNodes = 4096;

/**
 * A schema from outside (a registry) as a type. avsc turns a schema into generated code, so its size, its nesting
 * and its names are bounded before avsc sees it.
 *
 * @param schemaText an Avro schema, JSON
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

/** A schema may be a bare type name, which some registries give without its quotes. */
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
