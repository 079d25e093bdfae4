import type { EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { startLogHead } from '../../../../services/accounts/audit/log-head.ts';
import { eventually } from '../../../support/eventually.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

describe('Where the trail’s chain ends', () => {
  it('is said at once and every hour, and a failure without its words', async () => {
    const clock = createFakeClock();
    const said: string[] = [];
    const warned: string[] = [];
    let fails = false;
    const em = {
      async execute() {
        if (fails) throw new Error('select … 1032456789');
        return [{ seq: '7', hash: Buffer.from('abcd', 'hex') }];
      },
    };
    const heads = startLogHead({
      fork: () => em as unknown as EntityManager, // All that is asked of it.
      log: { info: (line) => said.push(line), warn: (line) => warned.push(line) },
      clock,
    });
    await eventually('it is said', () => said.length === 1);
    await clock.pass(3_600_000);
    await eventually('it is said again', () => said.length === 2);
    fails = true;
    await clock.pass(3_600_000);
    await eventually('it is said that it could not', () => warned.length === 1);
    await heads.stop();
    expect(said).to.deep.equal(["the trail's chain ends at 7:abcd", "the trail's chain ends at 7:abcd"]);
    expect(warned).to.deep.equal(["the end of the trail's chain could not be read: Error"]);
  });
});
