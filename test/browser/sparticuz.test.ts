import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { rebrowserDriver } from '../../services/scraper/browser/drivers/rebrowser.ts';
import { locateBrowser } from '../../services/scraper/browser/finders/locate.ts';
import { sparticuzFinder } from '../../services/scraper/browser/finders/sparticuz.ts';
import type { LocatedBrowser } from '../../services/scraper/browser/located-browser.ts';
import { unpackSparticuz } from '../../services/scraper/browser/sparticuz.ts';
import { findSparticuzPackage } from '../../services/scraper/browser/sparticuz-package.ts';
import { createWarmBrowser } from '../../services/scraper/browser/warm-browser.ts';
import { keptLog } from '../support/browser/log.ts';
import { usePrivateTmp } from '../support/browser/private-tmp.ts';
import { withContext } from '../support/browser/with-context.ts';
import { HANG_MS } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { skipBecause } from '../support/skip.ts';
import { useSite } from './support/site.ts';

describe('The browser from npm', () => {
  it('is for linux-x64 only, and says so elsewhere', async () => {
    expect((await failureOf(findSparticuzPackage('darwin-arm64'))).message).to.include('linux-x64');
  });

  describe('when its package is installed', () => {
    const tmp = usePrivateTmp();
    const site = useSite();

    before(async function () {
      await findSparticuzPackage().catch((error: Error) => skipBecause(this, error.message));
    });

    /** Another process that unpacks into the same place. */
    const unpackElsewhere = async (cacheDir: string): Promise<number | null> => {
      const module = new URL('../../services/scraper/browser/sparticuz.ts', import.meta.url);
      const script = `const { unpackSparticuz } = await import(${JSON.stringify(module.href)});
        await unpackSparticuz({ cacheDir: ${JSON.stringify(cacheDir)} });`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
      const [code] = await once(child, 'exit');
      return code;
    };

    // One story in one test: unpacking takes seconds, and each step needs the one before.
    it('is unpacked by two processes at once, reused, located, and loads a page', async () => {
      const cacheDir = join(tmp.path, 'cache');
      const [unpacked, elsewhere] = await Promise.all([
        unpackSparticuz({ cacheDir }),
        unpackElsewhere(cacheDir),
      ]);
      const { version } = await findSparticuzPackage();
      expect(elsewhere).to.equal(0);
      expect(await readdir(cacheDir), 'one folder for a version and a user, and no rest').to.deep.equal([
        `sparticuz-chromium-${version}-${process.getuid?.()}`,
      ]);

      expect(await unpackSparticuz({ cacheDir })).to.deep.equal({ ...unpacked, reused: true });

      const located = await locateBrowser({ cacheDir, finders: [sparticuzFinder(cacheDir)] });
      expect(located).to.include({ origin: 'sparticuz', path: unpacked.path });
      expect(located.version).to.include(`${Number.parseInt(version, 10)}.`);
      expect(await lookUp(located)).to.equal('1234567');
    });

    const lookUp = async (located: LocatedBrowser): Promise<string | null> => {
      const warm = createWarmBrowser({ driver: rebrowserDriver, located, log: keptLog() });
      try {
        return await withContext(
          warm,
          async (context) => {
            const page = await context.newPage();
            await page.goto(site.url);
            await page.locator('#nuip').fill('1234567');
            await page.locator('button').click();
            await page.locator('#salida:not(:empty)').waitFor();
            return page.locator('#salida').innerHTML();
          },
          AbortSignal.timeout(HANG_MS),
        );
      } finally {
        await warm.close();
      }
    };
  });
});
