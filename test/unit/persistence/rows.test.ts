import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { z } from 'zod';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { failureOf } from '../../support/failures.ts';

describe('rows of raw SQL', () => {
  const rule = z.object({ id, at: moment.nullable(), status: word<'ACTIVE'>() });
  const read = (row: object) => readRows({ execute: async () => [row] as never }, rule, 'select');
  const row = { id: randomUUID(), at: '2026-11-22T10:00:00.000Z', status: 'ACTIVE' };

  it('have dates where the statement gives text', async () => {
    expect(await read(row)).to.deep.equal([{ ...row, at: new Date(row.at) }]);
  });

  it('may have a word of a newer release', async () => {
    expect((await read({ ...row, status: 'MOVED' }))[0]).to.include({ status: 'MOVED' });
  });

  for (const wrong of [
    { id: 'nobody' },
    { at: 'some day' },
    { at: 3 },
    { at: undefined },
    { at: new Date(Number.NaN) },
    { status: 3 },
    { status: null },
  ]) {
    it(`fail when they have something else: ${JSON.stringify(wrong)}`, async () => {
      expect(await failureOf(read({ ...row, ...wrong }))).to.be.instanceOf(z.ZodError);
    });
  }
});
