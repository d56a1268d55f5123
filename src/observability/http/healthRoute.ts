import type { HealthReport } from '../Health';
import { answer } from './answer';
import type { Route } from './Route';

/**
 * A path for probes: 200 while the report is ok, else 503, with one line of text. It needs no token, since it shows no
 * data.
 *
 * @param path `/healthz` for liveness, `/readyz` for readiness
 */
export function healthRoute(path: string, report: () => HealthReport): Route {
  return {
    path,
    open: true,
    handle(_, response) {
      const { ok, detail } = report();
      answer(response, ok ? 200 : 503, `${detail}\n`);
    },
  };
}
