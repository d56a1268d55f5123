/** What emostream tells about itself: metrics, probes, logs, and the HTTP server they are read from. */
export { Health, type HealthOptions, type HealthReport } from './Health';
export { HttpServer, type HttpServerOptions } from './HttpServer';
export { healthRoute } from './http/healthRoute';
export { metricsRoute } from './http/metricsRoute';
export type { Route } from './http/Route';
export { createLogger, logLevels, type LoggerOptions, type LogLevel } from './logger';
export { Metrics, type BatchRun, type ModelInService, type MetricsOptions } from './Metrics';
export type { TransactionOutcome } from './metricSet';
export { LiveFeed, type FeedLimits, type LiveFeedOptions } from './page/LiveFeed';
export { pageRoutes } from './page/pageRoutes';
