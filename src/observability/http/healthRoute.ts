import type { HealthReport } from '../Health';
import { answer } from './answer';
import type { Route } from './Route';

/**
 * A probe's address: 200 while all is well, 503 when not, one line of text either way. Open to callers without a
 * token: it tells no content.
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
