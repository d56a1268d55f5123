/** The layers of src/, a rule a folder: what of ours each may import. Data flows one way, from transcripts to labels. */
const only = (folder, allowed) => ({
  name: `${folder}-imports-${allowed.join('-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('common', []),
    only('config', ['common']),
    only('records', ['common']),
    only('producers', ['common', 'records']),
    only('kafka', ['common', 'config', 'records']),
    only('model', ['common']),
    only('consumers', ['common', 'records', 'kafka', 'model', 'observability']),
    only('training', ['common', 'records', 'model', 'evaluation']),
    only('evaluation', ['common', 'records', 'model']),
    only('observability', ['common', 'records', 'model']),
    {
      name: 'kafkajs-stays-in-its-folder',
      comment: 'The rest speaks of Kafka in the words of the ports in src/kafka.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/kafka/kafkajs/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'consumers-know-the-ports-alone',
      severity: 'error',
      from: { path: '^src/consumers/' },
      to: { path: '^src/kafka/(kafkajs|embedded)/' },
    },
    {
      name: 'architectures-behind-their-interface',
      comment:
        'What knows the names of tensors is in a folder of its own; its line is in knownArchitectures.ts.',
      severity: 'error',
      from: { path: '^src/model/', pathNot: '^src/model/architectures/' },
      to: { path: '^src/model/architectures/[^/]+/' },
    },
    {
      name: 'engines-know-no-other-engine',
      severity: 'error',
      from: { path: '^src/model/engines/([^/]+)/' },
      to: { path: '^src/model/engines/[^/]+/', pathNot: '^src/model/engines/$1/' },
    },
    {
      name: 'cli-stands-on-app',
      comment: 'A command parses, calls what src/app puts together, and shows it.',
      severity: 'error',
      from: { path: '^src/(?!cli/)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'cli-calls-app',
      comment:
        'Types of anything; functions of src/app, and of what turns results into text (documents, JSON, log).',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^src/',
        pathNot: '^src/(cli|app|config|common|records|evaluation)/|^src/observability/logger',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'index-is-for-others',
      comment: 'src/index.ts is the public API: it imports from all but cli, and nothing of ours imports it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
