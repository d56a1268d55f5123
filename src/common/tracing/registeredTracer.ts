import { trace, type Tracer } from '@opentelemetry/api';
import { version } from '../version';

/** What stands before the provider that the user registers, or registers nothing (of version 1 of the API). */
interface Proxy {
  getDelegateTracer(name: string, version: string): Tracer | undefined;
}

/**
 * The tracer of the OpenTelemetry SDK that the user has registered (`NODE_OPTIONS=--require ./tracing.js`).
 *
 * @returns undefined without one: the API would give a tracer that does nothing, and asking it would cost something
 */
export function registeredTracer(): Tracer | undefined {
  const provider: object = trace.getTracerProvider();
  return 'getDelegateTracer' in provider
    ? (provider as Proxy).getDelegateTracer('emostream', version)
    : trace.getTracer('emostream', version);
}
