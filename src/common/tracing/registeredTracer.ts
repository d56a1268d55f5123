import { trace, type Tracer } from '@opentelemetry/api';
import { version } from '../version';

/** The API's proxy (version 1) for the provider that the user may have registered. */
interface Proxy {
  getDelegateTracer(name: string, version: string): Tracer | undefined;
}

/**
 * The tracer of the OpenTelemetry SDK that the user has registered (`NODE_OPTIONS=--require ./tracing.js`).
 *
 * @returns undefined without an SDK; the API would return a tracer that does nothing, but takes time
 */
export function registeredTracer(): Tracer | undefined {
  const provider: object = trace.getTracerProvider();
  return 'getDelegateTracer' in provider
    ? (provider as Proxy).getDelegateTracer('emostream', version)
    : trace.getTracer('emostream', version);
}
