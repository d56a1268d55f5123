import { type ProxyTracerProvider, trace, type Tracer } from '@opentelemetry/api';
import { version } from '../../version';

/**
 * The tracer of the OpenTelemetry SDK that the user has registered (`NODE_OPTIONS=--require ./tracing.js`).
 *
 * @returns undefined without one: the API would give a tracer that does nothing, and asking it would cost something
 */
export function registeredTracer(): Tracer | undefined {
  // Always a proxy, though it may be the class of another copy of the API.
  const provider = trace.getTracerProvider() as Partial<ProxyTracerProvider>;
  return provider.getDelegateTracer?.('emostream', version);
}
