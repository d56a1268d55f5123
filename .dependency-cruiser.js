/** The layers of src/: an import never points back up the way of the data (docs in CONTRIBUTING.md). */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: `^src/(${allowed.join('|')})` },
});
const base = [
  'errors\\.ts$',
  'packageRoot\\.ts$',
  'cacheFolder\\.ts$',
  'version\\.ts$',
  'emotionPalette\\.ts$',
  'labelOrder\\.ts$',
  'percentile\\.ts$',
  'writeWhole\\.ts$',
];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('records-know-nothing-else', 'records', [...base, 'records/']),
    only('model-knows-no-kafka', 'model', [...base, 'records/ModelIdentity', 'model/']),
    only('kafka-knows-no-model', 'kafka', [...base, 'records/', 'kafka/']),
    only('training-makes-models', 'training', [...base, 'records/', 'model/', 'evaluation/', 'training/']),
    only('observability-watches', 'observability', [...base, 'observability/']),
    only('evaluation-only-scores', 'evaluation', [...base, 'records/', 'model/', 'evaluation/']),
    only('producers-feed-kafka', 'producers', [...base, 'records/', 'kafka/', 'producers/']),
    only('consumers-join-kafka-and-model', 'consumers', [
      ...base,
      'records/',
      'kafka/',
      'model/',
      'observability/',
      'consumers/',
    ]),
  ],
  options: { tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
};
