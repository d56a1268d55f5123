import { lastValueFrom } from 'rxjs';
import { aborted } from '../common/aborted';
import type { optionGroups } from '../config/optionGroups';
import { type OptionValues, usualHttpPort } from '../config/options';
import { healthObserver, logObserver, metricsObserver } from '../consumers/observers';
import { observers, type TaggerObserver } from '../consumers/TaggerObserver';
import { taggerPipeline } from '../consumers/taggerPipeline';
import { openTracing } from '../consumers/tracing/OtelTracing';
import type { KafkaCluster } from '../kafka/KafkaCluster';
import type { LoadedModel } from '../model/loadModel';
import { Health } from '../observability/Health';
import { healthRoute } from '../observability/http/healthRoute';
import { metricsRoute } from '../observability/http/metricsRoute';
import { HttpServer } from '../observability/HttpServer';
import type { Logger } from '../common/Logger';
import { Metrics } from '../observability/Metrics';
import type { Codecs } from '../records/createCodecs';
import { deadLetterReasons } from '../records/DeadLetter';
import { httpToken } from './httpToken';
import { type LabellerFlags, labellingLimits } from './openLabeller';
import { openLivePage } from './openLivePage';
import { topicNames, type TopicOptions } from './topicNames';

export type TaggerFlags = LabellerFlags &
  TopicOptions &
  Pick<OptionValues, (typeof optionGroups)['tagger' | 'http'][number]>;

export interface TaggerParts {
  kafka: KafkaCluster;
  codecs: Codecs;
  model: LoadedModel;
  logger: Logger;
  /** Offset of each partition at which to stop: it then finishes by itself. */
  until?: ReadonlyMap<number, bigint> | undefined;
  /** Told beside metrics, probes, log and page. */
  observer?: TaggerObserver;
}

export interface RunningTagger {
  /** Where the live page (`/`), /metrics, /healthz and /readyz are served. */
  url: string;
  /** Resolves when it is in the consumer group for the first time, or has stopped before; rejects as `finished`. */
  consuming: Promise<void>;
  /** Resolves when it was told to stop and has drained; rejects when it cannot go on. */
  finished: Promise<void>;
}

/** Wires a tagger to Kafka, the model, metrics and probes, and starts it. Returns when its HTTP server listens. */
export async function startTagger(
  { kafka, codecs, model, logger, until, observer = {} }: TaggerParts,
  options: TaggerFlags,
  signal: AbortSignal,
): Promise<RunningTagger> {
  const topics = topicNames(options);
  const group = { group: options.group, topic: topics.segments, delivery: options.delivery };
  const health = new Health({ stallMs: options.stallSeconds * 1000 });
  const metrics = metricsOf(model, health);
  const token = httpToken(options);
  const page = options.page
    ? openLivePage(model, { text: options.text, httpToken: token }, health)
    : undefined;
  const server = await HttpServer.start({
    routes: [
      metricsRoute(metrics),
      healthRoute('/healthz', () => health.liveness()),
      healthRoute('/readyz', () => health.readiness()),
      ...(page?.routes ?? []),
    ],
    host: options.httpHost,
    port: options.httpPort ?? usualHttpPort,
    orFreePort: options.httpPort === undefined,
    token,
    logger,
  });
  let joined: () => void = () => undefined;
  const consuming = new Promise<void>((resolve) => (joined = resolve));
  const pipeline = taggerPipeline(
    {
      join: (as) => kafka.member(as),
      group,
      topics,
      codecs,
      model,
      limits: labellingLimits(options),
      inFlight: { maxSegments: options.inFlightSegments, maxBytes: options.inFlightBytes },
      until,
      drainMs: options.drainSeconds * 1000,
      tracing: openTracing(),
      observer: observers([
        metricsObserver(metrics, group),
        healthObserver(health, group.topic),
        logObserver(logger, group.topic),
        { assigned: joined },
        page?.observer ?? {},
        observer,
      ]),
    },
    aborted(signal),
  );
  signal.addEventListener('abort', () => health.stopping(), { once: true });
  const finished = lastValueFrom(pipeline, { defaultValue: undefined })
    .finally(() => server.close())
    .then(() => undefined);
  // Who does not wait for it need not handle its failure: that is told by `finished`.
  const joinedOrOver = Promise.race([consuming, finished]);
  joinedOrOver.catch(() => undefined);
  return { url: server.url, consuming: joinedOrOver, finished };
}

function metricsOf(model: LoadedModel, health: Health): Metrics {
  const { classifier, trainingCounts, driftBaseline } = model;
  const metrics = new Metrics({ deadLetterReasons, ready: () => health.readiness().ok });
  metrics.modelLoaded({
    model: `${classifier.model.name}@${classifier.model.hash.slice(0, 12)}`,
    engine: classifier.engine,
    emotions: classifier.labels,
    trainingShares: trainingCounts,
    driftBaseline,
  });
  return metrics;
}
