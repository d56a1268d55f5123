const head = `# Generated from deploy/prometheus/rules by \`npm run deploy:generate\`: do not edit.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: emostream
spec:
`;

/**
 * Makes a resource of the Prometheus operator from Prometheus's rule files. The operator's `spec` has the same form as
 * a rule file, so the lines are copied with their comments.
 *
 * @param ruleFiles the contents of the files; each has one list `groups:`
 */
export function prometheusRule(ruleFiles: readonly string[]): string {
  const groups = ruleFiles.map((file) => {
    const lines = file.trimEnd().split('\n');
    const start = lines.indexOf('groups:');
    if (start < 0) throw new Error('a rule file has no line "groups:"');
    return [...lines.slice(0, start), ...lines.slice(start + 1)]
      .map((line) => (line === '' ? '' : `${line.startsWith('#') ? '    ' : '  '}${line}`))
      .join('\n');
  });
  return `${head}  groups:\n${groups.join('\n\n')}\n`;
}
