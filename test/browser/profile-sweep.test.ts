import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { sweepProfiles } from '../../services/scraper/browser/profile-sweep.ts';
import { type DriverName, drivers } from '../../services/scraper/plugins/drivers.ts';
import { lightBrowser } from '../support/browser/light-browser.ts';
import { profilesIn, usePrivateTmp } from '../support/browser/private-tmp.ts';
import { eventually } from '../support/eventually.ts';
import { groupOf } from '../support/processes/processes.ts';

describe('Profile folders of browsers that are gone', () => {
  const children: ChildProcess[] = [];
  const tmp = usePrivateTmp(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** A worker of ours, in a process of its own, that holds a warm browser with an open page. */
  const startWorker = async (driver: DriverName): Promise<{ worker: ChildProcess; browser: number }> => {
    const module = (name: string): string =>
      JSON.stringify(new URL(`../../services/scraper/${name}`, import.meta.url).href);
    const code = `
      const { createWarmBrowser } = await import(${module('browser/warm-browser.ts')});
      const { loadDriver } = await import(${module('plugins/drivers.ts')});
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
    for (const { browser } of dead) expect(groupOf(browser)).to.not.deep.equal([]);

    for (const { worker } of dead) worker.kill('SIGKILL');
    for (const { browser } of dead)
      await eventually('its browser ends by itself', () => groupOf(browser).length === 0);
    const { removed, failed } = await sweepProfiles({ minAgeMs: 0, now: Date.now() + 1 });

    expect(removed.toSorted()).to.deep.equal(ofDead.map((name) => join(tmp.path, name)).toSorted());
    expect(failed).to.deep.equal([]);
    expect(await profilesIn(tmp.path)).to.have.length(1);
    expect(groupOf(living.browser)).to.not.deep.equal([]);
  });
});
