/** A record to the bytes of a Kafka value and back. */
export interface RecordCodec<T> {
  /**
   * @throws EmostreamError `encode_failed` when the value does not fit its schema, or the registry's own errors
   *   when the schema has to be registered first
   */
  encode(value: T): Promise<Buffer>;

  /**
   * Time and memory stay in proportion to the bytes, whatever they are.
   *
   * @param bytes a Kafka value; null is Kafka's tombstone
   * @throws DecodeError when the bytes are at fault: a dead letter
   * @throws EmostreamError of fault `environment` or `configuration` when the registry cannot be asked: not the
   *   record's fault, try again
   */
  decode(bytes: Buffer | null): Promise<T>;
}
