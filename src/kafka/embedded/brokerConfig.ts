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
 * server.properties of a node that is broker and controller (KRaft), on the loopback interface only.
 *
 * Each record is kept on every node, at most three, and one of these may be missing. The internal topics get 4
 * partitions in place of 50: they are created when the first group or transaction comes, and 100 partitions cost
 * seconds.
 *
 * @param ports of all nodes of the cluster
 * @param index which of them this one is
 */
export function serverProperties(data: string, nodes: readonly BrokerPorts[], index = 0): string {
  const ports = nodes[index];
  if (ports === undefined) throw new RangeError(`there is no node ${index} among ${nodes.length}`);
  const copies = String(Math.min(3, nodes.length));
  const copiesInSync = String(Math.max(1, Number(copies) - 1));
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': String(index + 1),
    'controller.quorum.voters': nodes
      .map(({ controller }, node) => `${node + 1}@127.0.0.1:${controller}`)
      .join(','),
    listeners: `BROKER://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `BROKER://127.0.0.1:${ports.broker}`,
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'BROKER',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data,
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'default.replication.factor': copies,
    'min.insync.replicas': copiesInSync,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': copiesInSync,
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': copiesInSync,
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

/** What a JVM is given that lives long. */
export const brokerJvm: readonly string[] = ['-Xmx512m'];

/** What a JVM is given that must start quickly: the compiler that optimizes little, the simplest garbage collector. */
export const quickJvm: readonly string[] = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/**
 * Arguments of `java` for one of Kafka's main classes.
 *
 * @param command the main class and its arguments
 * @param jvm the JVM's own settings
 */
export function javaArguments(
  jars: string,
  log4j: string,
  command: readonly string[],
  jvm: readonly string[],
): string[] {
  return [
    ...jvm,
    '-Djava.net.preferIPv4Stack=true',
    `-Dlog4j2.configurationFile=${log4j}`,
    '-cp',
    join(jars, '*'),
    ...command,
  ];
}
