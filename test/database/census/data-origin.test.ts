import { expect } from 'chai';
import { claimDataOrigin } from '../../../services/census/store/data-origin.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';

describe('A database', () => {
  const database = useDatabase('census');

  it('that has made-up answers takes no real ones, and says so', async () => {
    await claimDataOrigin(database.fork(), true);
    await claimDataOrigin(database.fork(), true);
    const refusal = await refusalOf(claimDataOrigin(database.fork(), false));
    expect(refusal).to.include({ code: 'data_origin_mismatch' });
  });

  it('that has real answers takes no made-up ones', async () => {
    await claimDataOrigin(database.fork(), false);
    expect(await refusalOf(claimDataOrigin(database.fork(), true))).to.include({
      code: 'data_origin_mismatch',
    });
  });
});
