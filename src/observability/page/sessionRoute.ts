import { answer } from '../http/answer';
import type { Route } from '../http/Route';
import { carriesSession, sessionCookie } from '../http/session';
import { carriesToken } from '../http/token';

/**
 * `/session`: whether the caller may read `/live`, as `{"allowed": boolean}`. A caller that sends the token
 * (`Authorization: Bearer ...`) gets a session cookie. The token is never part of a URL that is sent, so that it is in
 * no history and in no log of a proxy.
 *
 * @param token undefined where no token is needed
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
