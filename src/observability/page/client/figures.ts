import { byId, setText } from './elements.js';
import { count, latency, perSecond } from './format.js';
import type { Hello, Stats } from './protocol.js';

/** Shows what does not change while the tagger runs. */
export function showHello({ model, engine, texts }: Hello): void {
  setText(byId('model'), `${model} on ${engine}`);
  byId('no-texts').hidden = texts;
}

/** Shows the row of figures and the state of the tagger. */
export function showFigures({ totals, rate, latencyMs, ready, alive }: Stats): void {
  const deadLetters = Object.entries(totals.deadLetters);
  setText(byId('labels'), count(totals.labels));
  setText(byId('rate'), perSecond(rate));
  setText(byId('p50'), latencyMs === null ? '–' : latency(latencyMs.p50));
  setText(byId('p99'), latencyMs === null ? '–' : latency(latencyMs.p99));
  setText(byId('dead-letters'), count(deadLetters.reduce((sum, [, letters]) => sum + letters, 0)));
  byId('dead-letters').title = deadLetters.map(([reason, letters]) => `${reason}: ${letters}`).join('\n');
  const tagger = byId('tagger');
  tagger.hidden = false;
  tagger.dataset['state'] = ready.ok && alive.ok ? 'live' : 'not';
  setText(tagger, `tagger ${alive.ok ? ready.detail : alive.detail}`);
}
