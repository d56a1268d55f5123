import type { Logger } from '../../common/Logger';
import { unlessFailed } from '../../common/unlessFailed';
import type { KafkaCluster } from '../../kafka/KafkaCluster';
import type { TopicNames } from '../../kafka/topicPlan';
import type { LoadedModel } from '../../model/loadModel';
import type { Codecs } from '../../records/createCodecs';
import { startTagger, type TaggerFlags } from '../startTagger';

/** Taggers that live as long as a command does. */
export class TaggersInProcess {
  readonly #parts: { kafka: KafkaCluster; codecs: Codecs; logger: Logger };
  readonly #flags: TaggerFlags;
  readonly #over = new AbortController();
  readonly #running: Promise<void>[] = [];

  constructor(parts: { kafka: KafkaCluster; codecs: Codecs; logger: Logger }, flags: TaggerFlags) {
    this.#parts = parts;
    this.#flags = flags;
  }

  /** Starts one and waits until it is in its group. Whoever opened the model closes it, after this. */
  async start(model: LoadedModel, group: string, topics: TopicNames): Promise<void> {
    const { segments, labels, deadLetters } = topics;
    const names = { segmentsTopic: segments, emotionsTopic: labels, deadLetterTopic: deadLetters };
    const flags = { ...this.#flags, ...names, group };
    const tagger = await startTagger({ ...this.#parts, model }, flags, this.#over.signal);
    this.#running.push(tagger.finished);
    await tagger.consuming;
  }

  /** Waits for work that needs them; rejects as soon as one of them gives up. */
  during<T>(work: Promise<T>): Promise<T> {
    return unlessFailed(work, this.#running);
  }

  async close(): Promise<void> {
    this.#over.abort();
    await Promise.allSettled(this.#running);
  }
}
