import type { LiveLabel } from '../../../src/observability/page/client/protocol';
import { LiveFeed, type LiveFeedOptions } from '../../../src/observability/page/LiveFeed';

/** A feed for tests, of a model that is well. */
export function makeFeed(over: Partial<LiveFeedOptions> = {}): LiveFeed {
  return new LiveFeed({
    model: 'fake',
    engine: 'none',
    emotions: ['anger', 'joy', 'neutral', 'bliss'],
    texts: true,
    readiness: () => ({ ok: true, detail: 'consuming' }),
    liveness: () => ({ ok: true, detail: 'no lag' }),
    ...over,
  });
}

export function label(over: Partial<LiveLabel> = {}): Omit<LiveLabel, 'n'> {
  return {
    streamId: 'news',
    startMs: 61_000,
    emotion: 'joy',
    confidence: 0.9,
    text: '¡qué alegría!',
    speaker: null,
    ...over,
  };
}
