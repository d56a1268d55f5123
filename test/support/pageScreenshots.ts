import { join } from 'node:path';
import { launchChromium } from './chromium';

const looks = [
  { name: 'live-page-light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'live-page-dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: 'live-page-phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
] as const;

/** Takes the pictures of docs/: node dist/test/support/pageScreenshots.js http://127.0.0.1:9464/ docs/images */
async function main([url = '', folder = '.']: string[]): Promise<void> {
  const browser = await launchChromium();
  for (const { name, ...look } of looks) {
    const page = await browser.newPage(look);
    await page.goto(url);
    await page.locator('#transcript li').first().waitFor();
    await page.locator('#shares td').first().waitFor();
    // The counts come once a second.
    await page.waitForTimeout(1500);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, fullPage: look.viewport.width < 500 });
    console.log(path);
  }
  await browser.close();
}

void main(process.argv.slice(2));
