/**
 * Names that mean something to every JavaScript object (`__proto__`, `constructor`, `toString`, ...): as a map key
 * or a field they would change the object that holds them, so data from outside may not use them.
 */
export function isReservedName(name: string): boolean {
  return name in Object.prototype || name === 'prototype';
}
