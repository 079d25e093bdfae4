import { once } from 'node:events';
import { expect } from 'chai';
import { columnsFor } from '../../../../../services/gateway/referrals/export/columns.ts';
import { openExport } from '../../../../../services/gateway/referrals/export/open.ts';
import type { ExportRow } from '../../../../../services/gateway/referrals/export/walk.ts';
import { eventually } from '../../../../support/eventually.ts';
import { row } from './rows.ts';

const page = Array.from({ length: 500 }, () => row());

describe('A file that is written', () => {
  let isEnded = false;
  async function* pages(count: number): AsyncGenerator<ExportRow[]> {
    isEnded = false;
    try {
      for (let n = 0; n < count; n += 1) yield page;
    } finally {
      isEnded = true;
    }
  }

  it('lets others have their turn within each page, and has everybody', async () => {
    const file = await openExport('csv', columnsFor(true), pages(2));
    let turns = 0;
    let goesOn = true;
    const count = () => {
      turns += 1;
      if (goesOn) setImmediate(count);
    };
    setImmediate(count);
    let lines = 0;
    for await (const piece of file) lines += String(piece).split('\r\n').length - 1;
    goesOn = false;
    expect(lines).to.equal(1_000);
    expect(turns).to.be.at.least(10);
  });

  it('ends the walk when nobody reads on', async () => {
    const file = await openExport('csv', columnsFor(true), pages(1_000));
    await once(file, 'readable');
    expect(isEnded).to.equal(false);
    file.destroy();
    await eventually('the walk has ended', () => isEnded);
  });
});
