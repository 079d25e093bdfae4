import { expect } from 'chai';
import { createCrowd } from '../support/crowd.ts';
import { eventually } from '../support/eventually.ts';
import { expectHonest, promisesTo } from '../support/promises.ts';
import { type System, startSystem } from '../support/system.ts';

const PEOPLE = 14;

describe('Whoever waits', function () {
  this.timeout(120_000);
  let system: System;
  before(async () => {
    const env = { SPACING_MS: '1000', LOOKUP_TIMEOUT_S: '30', LEASE_S: '40' };
    system = await startSystem({ mode: 'embedded', env });
  });
  after(() => system.stop());

  it('is told a place of their own, and when to expect the answer, within 20 %', async () => {
    const crowd = createCrowd(system.origin);
    const members = await crowd.join(Array.from({ length: PEOPLE }, () => '00' as const));
    await eventually('the queue moves', () => system.simulator.lookups.length >= 4, 60_000);
    const promises = await promisesTo(members);
    await crowd.settled(members, 60_000);

    expect(promises, 'many still waited').to.have.length.greaterThan(PEOPLE / 3);
    expect(new Set(promises.map(({ position }) => position)).size).to.equal(promises.length);
    expectHonest(promises);
  });
});
