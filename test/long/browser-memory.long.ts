import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryOfTree } from '../../services/scraper/browser/process-memory.ts';
import { eventually } from '../support/eventually.ts';
import { createCrowd } from '../support/people/crowd.ts';
import { browsersWith, commandOf, processesWith } from '../support/processes/processes.ts';
import { type System, startSystem } from '../support/system/system.ts';

const LOOKUPS = 300;
const SAMPLE_MS = 1_000;
const MOST_MB = 900;

describe(`${LOOKUPS} lookups in a row without spacing`, function () {
  this.timeout(30 * 60_000);
  let system: System;
  const samples: number[] = [];
  const browserMemoryMb = () =>
    Math.round(browsersWith(system.folder).reduce((sum, pid) => sum + (memoryOfTree(pid) ?? 0), 0) / 2 ** 20);

  before(async () => {
    system = await startSystem({
      mode: 'embedded',
      simulatorDelayMs: 0,
      env: { SOURCE: 'consultacenso', SPACING_MS: '0', LOOKUP_TIMEOUT_S: '30', LEASE_S: '40' },
    });
  });

  it('are all answered at the first attempt', async () => {
    const crowd = createCrowd(system.origin);
    const sampling = setInterval(() => samples.push(browserMemoryMb()), SAMPLE_MS);
    const begun = Date.now();
    try {
      const members = await crowd.join(Array.from({ length: LOOKUPS }, () => '00' as const));
      await crowd.settled(members, 20 * 60_000);
    } finally {
      clearInterval(sampling);
    }
    const seconds = (Date.now() - begun) / 1_000;
    console.log(`${LOOKUPS} lookups in ${seconds.toFixed(0)} s; replies ${[...crowd.replies].join(' ')}`);
    expect(crowd.members.filter(({ view }) => view?.attempt !== 1 || view.status !== 'ACTIVE')).to.deep.equal(
      [],
    );
    expect(system.simulator.lookups).to.have.length(LOOKUPS);
  });

  it('leave the browser’s memory bounded', () => {
    const third = Math.floor(samples.length / 3);
    const most = (from: number, to: number) => Math.max(...samples.slice(from, to));
    const thirds = [most(0, third), most(third, 2 * third), most(2 * third, samples.length)];
    console.log(`browser’s memory, most of each third of the time, in MB: ${thirds.join(', ')}`);
    expect(Math.max(...thirds)).to.be.within(50, MOST_MB);
  });

  it('leave no process and no profile folder when the portal has stopped', async () => {
    await Promise.all([...system.processes.values()].map((child) => child.stop()));
    await eventually('no process is left', () => processesWith(system.folder).length === 0, 10_000).catch(
      (error: Error) => {
        throw new Error(`${error.message}:\n${processesWith(system.folder).map(commandOf).join('\n')}`);
      },
    );
    const left = await readdir(join(system.folder, 'tmp'));
    expect(left).to.deep.equal([]);
  });

  after(() => system.stop());
});
