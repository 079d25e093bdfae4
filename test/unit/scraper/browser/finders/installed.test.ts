import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  installedFinder,
  installedPaths,
} from '../../../../../services/scraper/browser/finders/installed.ts';
import { usePrivateTmp } from '../../../../support/browser/private-tmp.ts';
import { SAYS_VERSION, writeScript } from '../../../../support/browser/script.ts';

describe('Installed browsers', () => {
  const tmp = usePrivateTmp();

  it("prefer Debian's program to the script around it, and Chromium to Chrome", () => {
    const paths = installedPaths({ PATH: '/usr/bin:/bin' });
    const order = ['/usr/lib/chromium/chromium', '/usr/bin/chromium', '/usr/bin/google-chrome'];
    expect(paths.filter((path) => order.includes(path))).to.deep.equal(order);
  });

  it('are looked for in every folder of PATH', () => {
    expect(installedPaths({ PATH: '/opt/one::/opt/two' }))
      .to.include('/opt/two/chromium-browser')
      .and.include('/opt/one/google-chrome-stable');
  });

  it('are files that may be executed, not folders', async () => {
    const good = await writeScript(join(tmp.path, 'good'), SAYS_VERSION);
    const locked = await writeScript(join(tmp.path, 'locked'), SAYS_VERSION);
    await chmod(locked, 0o644);
    await mkdir(join(tmp.path, 'folder'));

    const finder = installedFinder([join(tmp.path, 'none'), join(tmp.path, 'folder'), locked, good]);

    expect(await finder.find()).to.deep.equal([{ path: good }]);
  });
});
