/**
 * Whether a name has a meaning in every JavaScript object (`__proto__`, `constructor`, `toString`, ...). As a map key
 * or a field it would change the object, so data from outside must not use it.
 */
export function isReservedName(name: string): boolean {
  return name in Object.prototype || name === 'prototype';
}
