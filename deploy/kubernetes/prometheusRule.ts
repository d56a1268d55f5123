const head = `# Made from deploy/prometheus/rules by \`npm run deploy:generate\`; change those.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: emostream
spec:
`;

/**
 * Prometheus's own rule files as a resource of the Prometheus operator. The operator's `spec` has the shape of a rule
 * file, so their lines are moved in as they are, comments and all.
 *
 * @param ruleFiles their contents; each has one list of `groups:`
 */
export function prometheusRule(ruleFiles: readonly string[]): string {
  const groups = ruleFiles.map((file) => {
    const lines = file.trimEnd().split('\n');
    const start = lines.indexOf('groups:');
    if (start < 0) throw new Error('a rule file without a line "groups:"');
    return [...lines.slice(0, start), ...lines.slice(start + 1)]
      .map((line) => (line === '' ? '' : `${line.startsWith('#') ? '    ' : '  '}${line}`))
      .join('\n');
  });
  return `${head}  groups:\n${groups.join('\n\n')}\n`;
}
