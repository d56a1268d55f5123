import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { OptionSpec } from '../../src/config/OptionSpec';
import { optionTable } from '../../src/config/options';
import { packageRoot } from '../../src/common/packageRoot';

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');

const kubernetes = 'deploy/kubernetes';
const kubernetesFiles = readdirSync(join(packageRoot, kubernetes), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join(kubernetes, name));

/** Variables that emostream reads; the cache folder is no option. */
const known = new Set([
  'EMOSTREAM_CACHE',
  ...Object.values(optionTable).map(({ env }: OptionSpec<unknown>) => env),
]);

/** Those that a file sets; the compose file also configures Kafka's own image, by variables of like names. */
function variablesOf(path: string): string[] {
  const names = read(path).match(
    /\b(?:EMOSTREAM|SCHEMA_REGISTRY)_[A-Z_]+\b|\bKAFKA_(?:BROKERS|TLS|SASL)[A-Z_]*\b/g,
  );
  return [...new Set(names)];
}

it.each(['docker-compose.yml', 'deploy/docker/Dockerfile', ...kubernetesFiles])(
  '%s sets variables that emostream reads',
  (path) => {
    expect(variablesOf(path).filter((name) => !known.has(name))).toEqual([]);
  },
);

it.each(kubernetesFiles)('%s is YAML', (path) => {
  expect(parseAllDocuments(read(path)).flatMap(({ errors }) => errors)).toEqual([]);
});

it.each(
  kubernetesFiles
    .filter((path) => path.endsWith('kustomization.yaml'))
    .flatMap((path) =>
      parseAllDocuments(read(path)).map((document) => {
        const { resources = [], components = [] } = document.toJS() as Record<string, string[]>;
        return { path, named: [...resources, ...components] };
      }),
    ),
)('$path names files that are there', ({ path, named }) => {
  expect(named.filter((each) => !existsSync(join(packageRoot, dirname(path), each)))).toEqual([]);
});

/** The number after a name in a file. */
function numberAfter(name: RegExp, path: string): number {
  return Number(new RegExp(`${name.source}(\\d+)`).exec(read(path))?.[1]);
}

it('the pod has more time to stop than the tagger to drain', () => {
  const grace = numberAfter(/terminationGracePeriodSeconds: /, `${kubernetes}/base/deployment.yaml`);
  expect(grace).toBeGreaterThan(optionTable.drainSeconds.default);
});

it('there are at most as many taggers as partitions', () => {
  const replicas = numberAfter(/maxReplicaCount: /, `${kubernetes}/autoscaling/scaledobject.yaml`);
  expect(replicas).toBe(optionTable.partitions.default);
  const overlay = `${kubernetes}/overlays/example/kustomization.yaml`;
  expect(numberAfter(/maxReplicaCount\n +value: /, overlay)).toBe(
    numberAfter(/EMOSTREAM_PARTITIONS=/, overlay),
  );
});
