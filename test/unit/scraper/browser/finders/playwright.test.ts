import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  playwrightFinder,
  playwrightFolder,
} from '../../../../../services/scraper/browser/finders/playwright.ts';
import { usePrivateTmp } from '../../../../support/browser/private-tmp.ts';
import { SAYS_VERSION, writeScript } from '../../../../support/browser/script.ts';

describe('Browsers that Playwright manages', () => {
  const tmp = usePrivateTmp();

  it('are found in the layouts of old and new versions: full ones first, the newest first', async () => {
    const expected = [
      'chromium-1200/chrome-linux64/chrome',
      'chromium-999/chrome-linux/chrome',
      'chromium_headless_shell-1200/chrome-headless-shell-linux64/chrome-headless-shell',
      'chromium_headless_shell-1169/chrome-linux/headless_shell',
    ].map((path) => join(tmp.path, path));
    for (const path of expected.toReversed()) await writeScript(path, SAYS_VERSION);
    await writeScript(join(tmp.path, 'firefox-1400/firefox/firefox'), SAYS_VERSION);

    const found = await playwrightFinder(tmp.path, []).find();

    expect(found.map(({ path }) => path)).to.deep.equal(expected);
  });

  it("are taken from a library's own path only when something is there", async () => {
    const there = await writeScript(join(tmp.path, 'own', 'chrome'), SAYS_VERSION);
    const library = async (name: string, path: string): Promise<string> => {
      const file = join(tmp.path, `${name}.mjs`);
      await writeFile(file, `export const chromium = { executablePath: () => ${JSON.stringify(path)} };`);
      return file;
    };
    const libraries = [
      await library('empty', join(tmp.path, 'nowhere', 'chrome')),
      'no-such-library',
      await library('full', there),
    ];

    expect(await playwrightFinder(join(tmp.path, 'no-folder'), libraries).find()).to.deep.equal([
      { path: there },
    ]);
  });

  it('may be none at all', async () => {
    expect(await playwrightFinder(join(tmp.path, 'no-folder'), ['no-such-library']).find()).to.deep.equal([]);
  });

  it('are looked for where PLAYWRIGHT_BROWSERS_PATH says', () => {
    expect(playwrightFolder({ PLAYWRIGHT_BROWSERS_PATH: '/opt/browsers' })).to.equal('/opt/browsers');
    expect(playwrightFolder({})).to.match(/ms-playwright$/);
    expect(playwrightFolder({ PLAYWRIGHT_BROWSERS_PATH: '0' })).to.match(/ms-playwright$/);
  });
});
