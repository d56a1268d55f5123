/** The parts of a kafkajs error that we look at; it wraps the first cause in others. */
export interface KafkaFault {
  name: string;
  message: string;
  /** Kafka's name of a protocol error: `INVALID_PRODUCER_EPOCH`. */
  type?: string;
  /** Kafka's number of a protocol error, or Node's word for a network error: 47, `ECONNREFUSED`. */
  code?: number | string;
  /** host:port of the connection that failed. */
  broker?: string;
}

/** The innermost kafkajs error of a chain of causes: the reason without its wrappings. */
export function kafkaFaultOf(error: unknown): KafkaFault {
  let current = error;
  // kafkajs copies the cause of a cause into its wrapper, so a chain may end in itself.
  for (let depth = 0; depth < 10; depth++) {
    const cause: unknown = current instanceof Error ? current.cause : undefined;
    if (!(cause instanceof Error) || cause === current) break;
    current = cause;
  }
  if (!(current instanceof Error)) return { name: 'Error', message: String(current) };
  const { name, message } = current;
  const { type, code, broker } = current as Partial<KafkaFault>;
  return {
    name,
    message,
    ...(type === undefined ? {} : { type }),
    ...(code === undefined ? {} : { code }),
    ...(broker === undefined ? {} : { broker }),
  };
}
