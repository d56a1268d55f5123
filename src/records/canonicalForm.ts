import type { Type } from 'avsc';

/**
 * The schema in Parsing Canonical Form (Avro specification, "Transforming into Parsing Canonical Form"), of which the
 * fingerprint is computed. avsc exports a schema in exactly this form: full names, only the attributes that matter for
 * parsing, in the given order.
 */
export function canonicalForm(type: Type): string {
  return JSON.stringify(type.schema());
}
