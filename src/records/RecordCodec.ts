/** Encodes a record as the value of a Kafka record, and decodes it. */
export interface RecordCodec<T> {
  /**
   * @throws EmostreamError `encode_failed` when the record does not fit its schema; the registry's errors when the
   *   schema has to be registered first
   */
  encode(value: T): Promise<Buffer>;

  /**
   * Takes time and memory in proportion to the number of bytes, whatever they are.
   *
   * @param bytes a Kafka value; null is a tombstone
   * @throws DecodeError when the bytes are not a valid record
   * @throws EmostreamError of fault `environment` or `configuration` when the registry does not answer: the record may
   *   be valid, try again
   */
  decode(bytes: Buffer | null): Promise<T>;
}
