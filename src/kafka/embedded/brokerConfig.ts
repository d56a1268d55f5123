import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where one embedded broker keeps its things, below its data folder. */
export interface BrokerFolders {
  root: string;
  /** Kafka's own data: the `log.dirs` of server.properties. */
  data: string;
  properties: string;
  log4j: string;
  /** Everything the JVM prints, Kafka's own log included. */
  log: string;
  state: string;
  supervisorLog: string;
}

/** The layout of a data folder. */
export function brokerFolders(root: string): BrokerFolders {
  return {
    root,
    data: join(root, 'data'),
    properties: join(root, 'server.properties'),
    log4j: join(root, 'log4j2.properties'),
    log: join(root, 'kafka.log'),
    state: join(root, 'supervisor.json'),
    supervisorLog: join(root, 'supervisor.log'),
  };
}

/** The two loopback ports of a combined broker and controller. */
export interface BrokerPorts {
  broker: number;
  controller: number;
}

/**
 * server.properties of one node that is broker and controller (KRaft), on the loopback interface only.
 *
 * Every replication factor is 1, since there is one node. The internal topics get 4 partitions in place of 50:
 * they are created when the first group or transaction comes, and 100 partitions cost seconds.
 */
export function serverProperties(data: string, ports: BrokerPorts): string {
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: `BROKER://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `BROKER://127.0.0.1:${ports.broker}`,
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'BROKER',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data,
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    // A quarter of the 512 MB heap by default; nothing but the small internal topics is compacted here.
    'log.cleaner.dedupe.buffer.size': String(16 * 1024 * 1024),
    // After a kill the controller refuses the same node until its old session has run out (default 9 s).
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'num.network.threads': '2',
    'num.io.threads': '4',
  };
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}`)
    .join('\n')}\n`;
}

/** The port that the broker of these folders listened on last: what runs beside it may have it written down. */
export function lastPort(folders: BrokerFolders): number | undefined {
  try {
    const port = /^advertised\.listeners=.*:(\d+)$/m.exec(readFileSync(folders.properties, 'utf8'))?.[1];
    return port === undefined ? undefined : Number(port);
  } catch {
    return undefined;
  }
}

/** log4j2.properties: warnings and worse to standard output, which the supervisor sends to the log file. */
export function log4jProperties(): string {
  return [
    'status=error',
    'appender.out.type=Console',
    'appender.out.name=out',
    'appender.out.layout.type=PatternLayout',
    'appender.out.layout.pattern=%d{ISO8601} %p %c{1}: %m%n',
    'rootLogger.level=warn',
    'rootLogger.appenderRef.out.ref=out',
    '',
  ].join('\n');
}

/** Arguments of `java` for one of Kafka's main classes. */
export function javaArguments(jars: string, log4j: string, main: string, ...args: string[]): string[] {
  return [
    '-Xmx512m',
    '-Djava.net.preferIPv4Stack=true',
    `-Dlog4j2.configurationFile=${log4j}`,
    '-cp',
    join(jars, '*'),
    main,
    ...args,
  ];
}
