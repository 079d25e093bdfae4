import { expect } from 'chai';
import { eraseUser } from '../../../services/accounts/erasure/erase-user.ts';
import { type HeldErasures, startKeepingErased } from '../../../services/accounts/erasure/keep-erased.ts';
import { MOST_AT_ONCE } from '../../../services/accounts/erasure/learn-erasures.ts';
import { personHash } from '../../../services/accounts/erasure/ledger.ts';
import { createLedgerKey } from '../../../services/accounts/erasure/ledger-key.ts';
import { erasePerson } from '../../../services/census/erasure/erase-person.ts';
import { listErasures } from '../../../services/census/erasure/erasures.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { SealedErasure } from '../../../shared/contract/erasure.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { ledger } from './support/ledger.ts';
import { createPerson } from './support/people.ts';

const WHEN = at(100).toISOString();

describe('What the census remembers of erasures', () => {
  const accounts = useDatabase('accounts');
  const census = useDatabase('census');
  let said: string[];
  let held: HeldErasures | null;

  const hashOf = (userId: string) => personHash(userId).toString('hex');
  const unsealed = (userId: string, seal: string | null = null): SealedErasure => ({
    personHash: hashOf(userId),
    erasedAt: WHEN,
    seal,
  });
  const sealed = (userId: string, key = ledger): SealedErasure => {
    const erased = { personHash: hashOf(userId), erasedAt: WHEN };
    return { ...erased, seal: key.seal(erased) };
  };
  /** One round, and another an hour later, of an accounts that is told this. */
  const rounds = async (erasures: Call, key = ledger): Promise<void> => {
    said = [];
    held = null;
    const clock = createFakeClock();
    const loop = startKeepingErased({
      ...{ fork: () => accounts.fork(), call: erasures, ledger: key, clock, publish: () => {} },
      held: (counts) => {
        held = counts;
      },
      log: { info: (line) => said.push(line), warn: (line, error) => said.push(`${line} ${error ?? ''}`) },
    });
    const over = () => eventually('the round is over', async () => clock.waiting() > 0);
    await over();
    await clock.pass(3_600_000);
    await over();
    await loop.stop();
  };
  const telling = (told: readonly SealedErasure[]): Call =>
    (async (_name: string, { after }: ActionParams<'census.erasures'>) =>
      after === null ? told : []) as unknown as Call;
  const people = async (count: number) => {
    const made: string[] = [];
    for (let n = 0; n < count; n += 1) made.push((await createPerson(accounts.fork())).id);
    return made;
  };
  const left = async (): Promise<number> =>
    (await accounts.query<{ count: number }>('select count(*)::int as count from accounts.users'))[0]
      ?.count ?? -1;

  it('erases nobody without the seal of accounts, whoever is named, and says so once', async () => {
    const [ana = '', berta = '', carla = ''] = await people(3);
    const { seal } = sealed(berta);
    const forged = [
      unsealed(ana),
      unsealed(carla, seal),
      { ...sealed(berta), erasedAt: at(101).toISOString() },
      sealed(ana, createLedgerKey([Buffer.alloc(32, 8)])),
      unsealed(berta, '00'.repeat(32)),
    ];
    await rounds(telling(forged));
    expect(await left()).to.equal(3);
    expect(held).to.deep.equal({ unsealed: 3, many: 0 });
    expect(said).to.have.lengthOf(1);
    expect(said[0]).to.include('3 people').and.include('CensoPideBorrar');
    expect(said[0]).not.to.include(ana);
  });

  it('erases whom accounts itself erased, and an older backup has again', async () => {
    const [ana = '', berta = ''] = await people(2);
    await rounds(telling([sealed(ana), unsealed('00000000-0000-4000-8000-0000000000ff')]));
    expect(await left()).to.equal(1);
    const [{ id } = { id: '' }] = await accounts.query<{ id: string }>('select id from accounts.users');
    expect(id).to.equal(berta);
    expect(held).to.deep.equal({ unsealed: 0, many: 0 });
  });

  it('is held to its shape and has an end, whatever the census says', async () => {
    const [ana = '', berta = ''] = await people(2);
    const bent = [
      { personHash: 'no hash', erasedAt: WHEN, seal: null },
      { ...sealed(ana), erasedAt: 'yesterday' },
      { ...sealed(ana), seal: { length: 64 } },
    ];
    for (const one of bent) {
      await rounds(telling([one as unknown as SealedErasure]));
      expect(said.join(), JSON.stringify(one)).to.include('could not be held against');
    }
    // The same page for ever, whatever is asked for.
    const page = Array.from({ length: 10 }, () => sealed(ana));
    await rounds((async () => page) as unknown as Call);
    const [{ id } = { id: '' }] = await accounts.query<{ id: string }>('select id from accounts.users');
    expect([await left(), id]).to.deep.equal([1, berta]);
  });

  it('stops where more would go at once than is likely, until an operator says so', async () => {
    const many = await people(MOST_AT_ONCE + 1);
    await rounds(telling(many.map((id) => sealed(id))));
    expect(await left()).to.equal(MOST_AT_ONCE + 1);
    expect(held).to.deep.equal({ unsealed: 0, many: MOST_AT_ONCE + 1 });
    expect(said).to.have.lengthOf(1);
    expect(said[0])
      .to.include(String(MOST_AT_ONCE + 1))
      .and.include('runbook');
    await rounds(telling(many.slice(1).map((id) => sealed(id))));
    expect(await left()).to.equal(1);
  });

  it('goes from the event to the census and back with its seal, also under a key that came behind a newer one', async () => {
    const [ana = ''] = await people(1);
    await accounts.query('create table copied as select * from accounts.users');
    await eraseUser(accounts.fork(), ana, { reason: 'own', by: null, ledger }, at(100));
    const [{ payload } = { payload: null }] = await accounts.query<{
      payload: { userId: string; erasedAt: string; seal: string } | null;
    }>(`select payload from accounts.outbox where name = 'user.erased'`);
    if (payload === null) throw new Error('no event');
    await erasePerson(() => census.fork(), payload, at(101));
    const kept = await listErasures(census.fork(), { after: null, limit: 10 });
    expect(kept.map((one) => ledger.isSealed(one))).to.deep.equal([true]);
    // A backup of before: everybody back, and a ledger that knows nothing.
    for (const table of ['erasure_consents', 'erasures', 'removed_users'])
      await accounts.query(`delete from accounts.${table}`);
    await accounts.query(`do $$ declare columns text; begin
      select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
        where attrelid = 'accounts.users'::regclass and attnum > 0 and not attisdropped and attgenerated = '';
      execute format('insert into accounts.users (%s) select %1$s from copied', columns); end $$`);
    await accounts.query('drop table copied');
    const call = ((_name: string, params: ActionParams<'census.erasures'>) =>
      listErasures(census.fork(), { ...params, limit: 10 })) as unknown as Call;
    await rounds(call, createLedgerKey([Buffer.alloc(32, 9), Buffer.alloc(32, 7)]));
    expect(await left()).to.equal(0);
  });
});
