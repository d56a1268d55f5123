import type { IncomingMessage } from 'node:http';
import { answer } from '../http/answer';
import type { Route } from '../http/Route';
import { allStreams } from './LiveFeed';
import type { LiveHub } from './LiveHub';

/**
 * `/live`: server-sent events (see `client/protocol.ts`). `?stream=ID` chooses a stream. A reader that connects again
 * continues after the event of the header Last-Event-ID, which browsers send by themselves, or of `?after=ID`.
 */
export function liveRoute(hub: LiveHub): Route {
  return {
    path: '/live',
    handle(request, response) {
      if (hub.isFull) {
        response.setHeader('retry-after', '10');
        answer(response, 503, 'too many pages are open\n');
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      if (request.method === 'HEAD') response.end();
      else hub.join(response, placeOf(request));
    },
  };
}

function placeOf({ url = '', headers }: IncomingMessage): { streamId: string; lastEventId?: string } {
  const query = new URLSearchParams(url.split('?', 2)[1]);
  const header = headers['last-event-id'];
  const lastEventId = typeof header === 'string' ? header : query.get('after');
  return { streamId: query.get('stream') ?? allStreams, ...(lastEventId !== null && { lastEventId }) };
}
