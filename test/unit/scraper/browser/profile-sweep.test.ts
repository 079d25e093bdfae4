import { chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sweepProfiles } from '../../../../services/scraper/browser/profile-sweep.ts';
import { usePrivateTmp } from '../../../support/browser/private-tmp.ts';
import { skipBecause } from '../../../support/skip.ts';

const HOUR_MS = 3_600_000;

describe('Profile folders of browsers that are gone', () => {
  const tmp = usePrivateTmp();

  const makeProfile = async (name: string): Promise<string> => {
    const path = join(tmp.path, `playwright_chromiumdev_profile-${name}`);
    await mkdir(join(path, 'Default'), { recursive: true });
    await writeFile(join(path, 'Default', 'History'), '');
    return path;
  };

  it('stay while they are young: their browser may be about to start', async () => {
    const path = await makeProfile('young');
    expect((await sweepProfiles()).removed).to.deep.equal([]);
    expect((await sweepProfiles({ now: Date.now() + 31_000 })).removed).to.deep.equal([path]);
  });

  it('are the only folders that go', async () => {
    await mkdir(join(tmp.path, 'playwright_firefoxdev_profile-x'));
    await mkdir(join(tmp.path, 'something-else'));
    await writeFile(join(tmp.path, 'playwright_chromiumdev_profile-file'), '');
    expect((await sweepProfiles({ now: Date.now() + HOUR_MS })).removed).to.deep.equal([]);
    expect(await readdir(tmp.path)).to.have.length(3);
  });

  it('of another user stay', async function () {
    if (process.getuid?.() !== 0) skipBecause(this, 'only root can give a folder away');
    await chown(await makeProfile('theirs'), 65534, 65534);
    expect((await sweepProfiles({ now: Date.now() + HOUR_MS })).removed).to.deep.equal([]);
  });

  it('go after a day only where the system does not list its processes', async () => {
    const path = await makeProfile('old');
    const sweep = (hours: number) =>
      sweepProfiles({ procDir: join(tmp.path, 'no-proc'), now: Date.now() + hours * HOUR_MS });
    expect((await sweep(23)).removed).to.deep.equal([]);
    expect((await sweep(25)).removed).to.deep.equal([path]);
  });
});
