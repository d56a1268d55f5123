import type { Route } from '../http/Route';
import { assetRoutes } from './assetRoutes';
import type { LiveFeed } from './LiveFeed';
import { LiveHub } from './LiveHub';
import { liveRoute } from './liveRoute';
import { sessionRoute } from './sessionRoute';

/**
 * The routes of the live page at `/`.
 *
 * @param token the token of the HTTP server
 */
export function pageRoutes(feed: LiveFeed, token: string | undefined): Route[] {
  return [...assetRoutes(), liveRoute(new LiveHub(feed)), sessionRoute(token)];
}
