import type { Producer } from 'kafkajs';
import type { CommitSlice } from '../../GroupMember';
import { createIdempotentProducer } from '../createKafka';
import { sendRecords } from '../sendRecords';
import { Committer, type CommitterOptions } from './Committer';

export interface AtLeastOnceOptions extends CommitterOptions {
  /** Commits the offset as the member of the group that the partition is assigned to: only that one can. */
  commitOffset: (nextOffset: bigint) => Promise<void>;
}

/**
 * Results first, then the offset: faster than a transaction, and after a failure between the two some results
 * come twice. Their segment ids tell.
 */
export class AtLeastOnceCommitter extends Committer<AtLeastOnceOptions> {
  protected override createProducer(): Producer {
    return createIdempotentProducer(this.client.kafka);
  }

  /** Nobody is shut out: only the offset's commit is refused to who lost the partition. */
  protected override fence(): Promise<void> {
    return Promise.resolve();
  }

  protected override async write(producer: Producer, { outputs, nextOffset }: CommitSlice): Promise<void> {
    const { compression } = this.client;
    await sendRecords(outputs, this.client, (request) =>
      producer.send({ ...request, acks: -1, compression }),
    );
    await this.options.commitOffset(nextOffset);
  }
}
