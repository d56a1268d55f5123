import type { Kafka } from 'kafkajs';
import type { optionGroups } from '../config/optionGroups';
import { type OptionValues, usualHttpPort } from '../config/options';
import { answerRecord } from '../consumers/answerRecord';
import { encodeSlice } from '../consumers/encodeSlice';
import type { Answered } from '../consumers/PartitionLane';
import { Tagger } from '../consumers/Tagger';
import { TaggerObserver } from '../consumers/TaggerObserver';
import { openTracing } from '../consumers/tracing/openTracing';
import { watchLag } from '../consumers/watchLag';
import { AtLeastOnceCommitter } from '../kafka/transactions/AtLeastOnceCommitter';
import { PartitionCommitter } from '../kafka/transactions/PartitionCommitter';
import type { LoadedModel } from '../model/loadModel';
import { Health } from '../observability/Health';
import { healthRoute } from '../observability/http/healthRoute';
import { metricsRoute } from '../observability/http/metricsRoute';
import { HttpServer } from '../observability/HttpServer';
import type { Logger } from '../observability/logger';
import { Metrics } from '../observability/Metrics';
import type { Codecs } from '../records/createCodecs';
import { deadLetterReasons } from '../records/DeadLetter';
import { httpToken } from './httpToken';
import { type LabellerFlags, openLabeller } from './openLabeller';
import { openLivePage } from './openLivePage';
import { topicNames, type TopicOptions } from './topicNames';

export type TaggerFlags = LabellerFlags &
  TopicOptions &
  Pick<OptionValues, (typeof optionGroups)['tagger' | 'http'][number]>;

export interface TaggerParts {
  kafka: Kafka;
  codecs: Codecs;
  model: LoadedModel;
  logger: Logger;
  /** Offset of each partition at which to stop: it then finishes by itself. */
  until?: ReadonlyMap<number, bigint> | undefined;
  /** Called after a slice is committed. */
  onCommitted?: (slice: Answered[]) => void;
}

export interface RunningTagger {
  /** Where the live page (`/`), /metrics, /healthz and /readyz are served. */
  url: string;
  /** Resolves when it is in the consumer group for the first time. */
  consuming: Promise<void>;
  /** Resolves when it was told to stop and has drained; rejects when it cannot go on. */
  finished: Promise<void>;
}

/** Wires a tagger to Kafka, the model, metrics and probes, and starts it. Returns when its HTTP server listens. */
export async function startTagger(
  { kafka, codecs, model, logger, until, onCommitted }: TaggerParts,
  options: TaggerFlags,
  signal: AbortSignal,
): Promise<RunningTagger> {
  const topics = topicNames(options);
  const health = new Health({ stallMs: options.stallSeconds * 1000 });
  const metrics = new Metrics({ deadLetterReasons, ready: () => health.readiness().ok });
  const { classifier } = model;
  metrics.modelLoaded({
    model: `${classifier.model.name}@${classifier.model.hash.slice(0, 12)}`,
    engine: classifier.engine,
    emotions: classifier.labels,
    trainingShares: model.trainingCounts,
    validation: model.validation,
  });
  const token = httpToken(options);
  const page = options.page
    ? openLivePage(model, { text: options.text, httpToken: token }, health)
    : undefined;
  let joined: () => void = () => undefined;
  const consuming = new Promise<void>((resolve) => (joined = resolve));
  const observer = new TaggerObserver(topics.segments, metrics, health, logger, {
    onJoined: joined,
    onCommitted: (slice) => {
      page?.committed(slice);
      onCommitted?.(slice);
    },
  });
  const tracing = openTracing();
  const labeller = openLabeller(model, options, (report) => {
    metrics.batchRan(report);
    tracing.batchRan(report);
  });
  const tagger = new Tagger({
    kafka,
    groupId: options.group,
    topic: topics.segments,
    inFlight: { maxSegments: options.inFlightSegments, maxBytes: options.inFlightBytes },
    answer: (record) => answerRecord(record, codecs.segment, labeller, tracing),
    createCommitter: (partition, commitOffset) => {
      const place = { group: options.group, topic: topics.segments, partition };
      return options.delivery === 'exactly-once'
        ? new PartitionCommitter(kafka, place)
        : new AtLeastOnceCommitter(kafka, { ...place, commitOffset });
    },
    encode: (slice) => encodeSlice(slice, codecs, topics, tracing),
    tracing,
    until,
    events: observer,
    drainMs: options.drainSeconds * 1000,
  });
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
  const over = new AbortController();
  const lag = watchLag(
    {
      kafka,
      groupId: options.group,
      topic: topics.segments,
      assigned: () => observer.assigned,
      oldestTimestamp: (partition) => tagger.oldestTimestamp(partition),
      report: (partition, records, seconds) => observer.lag(partition, records, seconds),
      logger,
    },
    AbortSignal.any([signal, over.signal]),
  );
  signal.addEventListener('abort', () => health.stopping(), { once: true });
  const finished = tagger.run(signal).finally(async () => {
    over.abort();
    labeller.close();
    await Promise.all([server.close(), lag]);
  });
  return { url: server.url, consuming, finished };
}
