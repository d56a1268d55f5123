import { answer } from '../http/answer';
import type { Route } from '../http/Route';
import { carriesSession, sessionCookie } from '../http/session';
import { carriesToken } from '../http/token';

/**
 * /session: whether the caller may read `/live`, as `{"allowed": boolean}`; a caller that shows the token
 * (`Authorization: Bearer ...`) gets a cookie that stands for it. The token travels in no address, so that no history
 * and no log of a proxy has it.
 *
 * @param token absent where none is asked for
 */
export function sessionRoute(token: string | undefined): Route {
  return {
    path: '/session',
    open: true,
    handle({ headers }, response) {
      const shown = headers.authorization !== undefined;
      const allowed =
        !token ||
        (shown
          ? carriesToken(headers.authorization, token)
          : carriesSession(headers.cookie, token, Date.now()));
      if (allowed && shown && token) response.setHeader('set-cookie', sessionCookie(token, Date.now()));
      answer(response, allowed || !shown ? 200 : 401, JSON.stringify({ allowed }), 'application/json');
    },
  };
}
