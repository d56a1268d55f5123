import type { TaggerObserver } from '../consumers/TaggerObserver';
import type { LoadedModel } from '../model/loadModel';
import type { Health } from '../observability/Health';
import type { Route } from '../observability/http/Route';
import { LiveFeed } from '../observability/page/LiveFeed';
import { pageRoutes } from '../observability/page/pageRoutes';

export interface LivePage {
  routes: Route[];
  /** Shows what is committed. */
  observer: TaggerObserver;
}

/** The live page of one tagger: it shows the labels that this process commits. */
export function openLivePage(
  { classifier }: LoadedModel,
  options: { text: boolean; httpToken: string | undefined },
  health: Health,
): LivePage {
  const feed = new LiveFeed({
    model: classifier.model.name,
    engine: classifier.engine,
    emotions: classifier.labels,
    texts: options.text,
    readiness: () => health.readiness(),
    liveness: () => health.liveness(),
  });
  return {
    routes: pageRoutes(feed, options.httpToken),
    observer: {
      committed: (slice) => {
        const now = Date.now();
        for (const { timestamp, outcome } of slice) {
          if (outcome.kind === 'deadLetter') {
            feed.deadLettered(outcome.reason);
            continue;
          }
          const { streamId, startMs, emotion, confidence, text, speaker } = outcome.label;
          feed.labelled({ streamId, startMs, emotion, confidence, text, speaker }, now - timestamp);
        }
      },
    },
  };
}
