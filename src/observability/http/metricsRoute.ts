import type { Metrics } from '../Metrics';
import { answer } from './answer';
import type { Route } from './Route';

/** `/metrics` in Prometheus's text format. */
export function metricsRoute(metrics: Pick<Metrics, 'expose'>): Route {
  return {
    path: '/metrics',
    async handle(_, response) {
      const { contentType, text } = await metrics.expose();
      answer(response, 200, text, contentType);
    },
  };
}
