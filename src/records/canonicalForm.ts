import type { Type } from 'avsc';

/**
 * Parsing Canonical Form (Avro specification, "Transforming into Parsing Canonical Form"): what the fingerprint is
 * taken of. avsc exports exactly it: full names, no attributes but those that matter to parsing, in the set order.
 */
export function canonicalForm(type: Type): string {
  return JSON.stringify(type.schema());
}
