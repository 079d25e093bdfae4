import { expect } from 'chai';
import { announce } from '../../../shared/durable/outbox.ts';
import { failureOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { START } from '../support/clock.ts';
import { updated } from './support/relays.ts';

describe('An announcement', () => {
  const database = useDatabase('census');

  it('outside a transaction is refused: it could become true without the change', async () => {
    const error = await failureOf(announce(database.fork(), 'census', 'census.updated', updated(1), START));

    expect(error.message).to.include('transaction');
    expect(await database.query('select 1 from census.outbox')).to.deep.equal([]);
  });
});
