import { registeredTracer } from '../../common/tracing/registeredTracer';
import { OtelTracing } from './OtelTracing';
import { noTracing, type Tracing } from './Tracing';

/** Spans where the user has registered an OpenTelemetry SDK before emostream started; else only headers. */
export function openTracing(): Tracing {
  const tracer = registeredTracer();
  return tracer === undefined ? noTracing : new OtelTracing(tracer);
}
