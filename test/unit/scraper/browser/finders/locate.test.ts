import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Candidate, CandidateFinder } from '../../../../../services/scraper/browser/finders/finder.ts';
import { defaultFinders, locateBrowser } from '../../../../../services/scraper/browser/finders/locate.ts';
import type { BrowserOrigin } from '../../../../../services/scraper/browser/located-browser.ts';
import { processesOf, usePrivateTmp } from '../../../../support/browser/private-tmp.ts';
import { SAYS_VERSION, writeScript } from '../../../../support/browser/script.ts';
import { eventually } from '../../../../support/eventually.ts';
import { failureOf } from '../../../../support/failures.ts';

describe('Finding a browser', () => {
  const tmp = usePrivateTmp();
  const at = (name: string): string => join(tmp.path, name);

  const finder = (origin: BrowserOrigin, ...candidates: Candidate[]): CandidateFinder => ({
    origin,
    find: async () => candidates,
  });
  const untouchable: CandidateFinder = {
    origin: 'sparticuz',
    find: () => Promise.reject(new Error('must not be asked')),
  };

  it('looks at what is installed, then at what Playwright manages, then at the one from npm', () => {
    expect(defaultFinders(tmp.path).map(({ origin }) => origin)).to.deep.equal([
      'installed',
      'playwright',
      'sparticuz',
    ]);
  });

  it('takes the first that works and does not touch later places', async () => {
    const path = await writeScript(at('first'), SAYS_VERSION);
    const finders = [finder('installed', { path }), untouchable];

    expect(await locateBrowser({ cacheDir: tmp.path, finders })).to.deep.equal({
      path,
      origin: 'installed',
      version: '153.0.8010.0',
      env: {},
      args: [],
    });
  });

  it('passes over a browser that cannot run and a place that fails', async () => {
    const broken = await writeScript(at('broken'), 'echo "libnss3.so: cannot open" >&2; exit 127');
    const works = await writeScript(at('works'), SAYS_VERSION);
    const failing: CandidateFinder = {
      origin: 'playwright',
      find: () => Promise.reject(new Error('unreadable')),
    };
    const finders = [finder('installed', { path: broken }), failing, finder('sparticuz', { path: works })];

    const located = await locateBrowser({ cacheDir: tmp.path, finders });

    expect(located).to.include({ path: works, origin: 'sparticuz' });
  });

  it('runs a candidate with the environment it asks for and hands that on', async () => {
    const path = await writeScript(at('needy'), `[ "$LD_LIBRARY_PATH" = /libs ] && ${SAYS_VERSION}`);
    const finders = [finder('sparticuz', { path, env: { LD_LIBRARY_PATH: '/libs' }, args: ['--needed'] })];

    const located = await locateBrowser({ cacheDir: tmp.path, finders });

    expect(located.env).to.deep.equal({ LD_LIBRARY_PATH: '/libs' });
    expect(located.args).to.deep.equal(['--needed']);
  });

  it('says on one line what to install, and why each that was found would not do', async () => {
    const broken = await writeScript(
      at('broken'),
      'echo "libnss3.so: cannot open\nshared object" >&2; exit 127',
    );
    const failing: CandidateFinder = {
      origin: 'sparticuz',
      find: () => Promise.reject(new Error('not installed')),
    };

    const error = await failureOf(
      locateBrowser({ cacheDir: tmp.path, finders: [finder('installed', { path: broken }), failing] }),
    );

    expect(error.code).to.equal('browser_not_found');
    expect(error.message)
      .to.include('apt-get install chromium')
      .and.include('CHROMIUM_PATH')
      .and.include(`${broken}: terminó con código 127: libnss3.so: cannot open shared object`)
      .and.include('sparticuz: not installed')
      .and.not.include('\n');
  });

  describe('that CHROMIUM_PATH names', () => {
    const locate = (chromiumPath: string) =>
      locateBrowser({ cacheDir: tmp.path, chromiumPath, finders: [untouchable], versionTimeoutMs: 300 });

    it('takes that one before any other', async () => {
      const path = await writeScript(at('mine'), SAYS_VERSION);
      expect(await locate(path)).to.include({ path, origin: 'CHROMIUM_PATH', version: '153.0.8010.0' });
    });

    it('fails when nothing is there, with the path in the message', async () => {
      const error = await failureOf(locate(at('nothing')));
      expect(error.code).to.equal('browser_path_missing');
      expect(error.message).to.include(at('nothing'));
    });

    it('fails when it is a folder or may not be executed', async () => {
      await writeFile(at('text'), '');
      await chmod(at('text'), 0o644);
      expect((await failureOf(locate(at('text')))).code).to.equal('browser_path_missing');
      expect((await failureOf(locate(tmp.path))).code).to.equal('browser_path_missing');
    });

    it('fails when it is no browser', async () => {
      const error = await failureOf(locate('/bin/true'));
      expect(error.code).to.equal('browser_path_unusable');
    });

    it('fails when it hangs, and leaves nothing of it running', async () => {
      const path = await writeScript(at('hangs'), 'sleep 600; true');
      const error = await failureOf(locate(path));
      expect(error.code).to.equal('browser_path_unusable');
      expect(error.message).to.include('300 ms');
      await eventually('the script and its child are gone', () => processesOf(tmp.path).length === 0);
    });

    it('looks elsewhere when it is empty', async () => {
      const path = await writeScript(at('other'), SAYS_VERSION);
      const finders = [finder('installed', { path })];
      expect(await locateBrowser({ cacheDir: tmp.path, chromiumPath: '', finders })).to.include({ path });
    });
  });
});
