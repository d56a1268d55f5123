const whole = new Intl.NumberFormat('en');

/** 12,345 */
export function count(value: number): string {
  return whole.format(value);
}

/** Labels per second: 0.3, 12, 210. */
export function perSecond(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : rate.toFixed(0);
}

/** @param share 0 to 1 */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** @param ms milliseconds */
export function latency(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Position in a stream: 0:07, 1:02:33. */
export function timecode(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A time in the past: now, 12 s ago, 3 min ago. */
export function ago(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 3) return 'now';
  if (seconds < 90) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}
