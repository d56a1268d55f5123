/** WCAG 2.2, "contrast ratio" and "relative luminance" of colours like #1f2328. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = rgb(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const rgb = (color: string): number[] => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

/** The colour of `over` drawn with that opacity on `under`. */
export function mix(over: string, under: string, opacity: number): string {
  const below = rgb(under);
  const channels = rgb(over).map((channel, place) =>
    Math.round(channel * opacity + below[place]! * (1 - opacity)),
  );
  return '#' + channels.map((channel) => channel.toString(16).padStart(2, '0')).join('');
}
