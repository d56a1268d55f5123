import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);

/** `describe` where a Chromium is installed; elsewhere its tests are skipped, and say why. */
export function describeInChromium(name: string, tests: () => void): void {
  if (executablePath === undefined) describe.skip(`${name} (skipped: no Chromium is installed)`, tests);
  else describe(name, tests);
}

/** The installed browser, without a window. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium is installed: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}
