import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { optionsMarkdown } from '../../src/config/optionsMarkdown';
import { packageRoot } from '../../src/common/packageRoot';

it('docs/configuration.md says what the option table says (else: npm run docs)', () => {
  expect(readFileSync(join(packageRoot, 'docs', 'configuration.md'), 'utf8')).toBe(optionsMarkdown());
});
