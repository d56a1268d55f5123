/** How people call the weights of `inverse` raised to a power. */
export function powerName(power: number): string {
  if (power === 0) return 'none';
  return power === 1 ? 'inverse' : `inverse^${power}`;
}
