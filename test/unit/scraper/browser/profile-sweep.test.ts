import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type DriverName, drivers } from '../../../../services/scraper/browser/drivers/drivers.ts';
import { sweepProfiles } from '../../../../services/scraper/browser/profile-sweep.ts';
import { eventually } from '../../../support/eventually.ts';
import { lightBrowser } from '../../../support/light-browser.ts';
import { skipBecause } from '../../../support/skip.ts';
import { usePrivateTmp } from './support/private-tmp.ts';
import { groupOf, profilesIn } from './support/processes.ts';

const HOUR_MS = 3_600_000;

describe('Profile folders of browsers that are gone', () => {
  const children: ChildProcess[] = [];
  const tmp = usePrivateTmp(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const makeProfile = async (name: string): Promise<string> => {
    const path = join(tmp.path, `playwright_chromiumdev_profile-${name}`);
    await mkdir(join(path, 'Default'), { recursive: true });
    await writeFile(join(path, 'Default', 'History'), '');
    return path;
  };

  /** A worker of ours, in a process of its own, that holds a warm browser with an open page. */
  const startWorker = async (driver: DriverName): Promise<{ worker: ChildProcess; browser: number }> => {
    const module = (name: string): string =>
      JSON.stringify(new URL(`../../../../services/scraper/browser/${name}`, import.meta.url).href);
    const code = `
      const { createWarmBrowser } = await import(${module('warm-browser.ts')});
      const { loadDriver } = await import(${module('drivers/drivers.ts')});
      const driver = await loadDriver(${JSON.stringify(driver)});
      const log = { info() {}, warn() {} };
      const warm = createWarmBrowser({ driver, located: ${JSON.stringify(await lightBrowser())}, log });
      const { context } = await warm.openContext(new AbortController().signal);
      await context.newPage();
      process.stdout.write(String(warm.stats().pid));
      await new Promise((resolve) => setTimeout(resolve, 600_000));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [pid] = await once(child.stdout, 'data');
    return { worker: child, browser: Number(pid) };
  };

  it('of workers that were killed go at the next start, with each driver; those of living workers stay', async () => {
    const dead = await Promise.all(Object.keys(drivers).map((name) => startWorker(name as DriverName)));
    const ofDead = await profilesIn(tmp.path);
    expect(ofDead).to.have.length(dead.length);
    const living = await startWorker('rebrowser');
    for (const { browser } of dead) expect(await groupOf(browser)).to.not.deep.equal([]);

    for (const { worker } of dead) worker.kill('SIGKILL');
    for (const { browser } of dead)
      await eventually('its browser ends by itself', async () => (await groupOf(browser)).length === 0);
    const { removed, failed } = await sweepProfiles({ minAgeMs: 0, now: Date.now() + 1 });

    expect(removed.toSorted()).to.deep.equal(ofDead.map((name) => join(tmp.path, name)).toSorted());
    expect(failed).to.deep.equal([]);
    expect(await profilesIn(tmp.path)).to.have.length(1);
    expect(await groupOf(living.browser)).to.not.deep.equal([]);
  });

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
