import { expect } from 'chai';
import { startCatchUp as startAccountsCatchUp } from '../../../services/accounts/catch-up/catch-up.ts';
import { listPersonChanges } from '../../../services/accounts/catch-up/person-changes.ts';
import { countWithoutRecord } from '../../../services/accounts/catch-up/without-record.ts';
import { startCatchUp as startCensusCatchUp } from '../../../services/census/catch-up/catch-up.ts';
import { listRecordChanges } from '../../../services/census/catch-up/record-changes.ts';
import type { CatchingUp } from '../../../shared/catch-up/catching-up.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { createInProcessBus } from '../../../shared/durable/in-process-bus.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { ledger } from '../accounts/support/ledger.ts';
import { consent, createPerson } from '../accounts/support/people.ts';
import { subnetOf } from '../accounts/support/subnet.ts';
import { active, lookupsIn } from '../census/support/lookups.ts';
import { at } from '../support/clock.ts';

/** The two services on their own schemas, with nothing between them but what they ask each other. */
describe('An outbox that is wiped before anything leaves it', () => {
  const accounts = useDatabase('accounts');
  const census = useDatabase('census');
  const { lookUp } = lookupsIn(census);
  const running: CatchingUp[] = [];
  let due: number;

  beforeEach(() => {
    due = 0;
  });
  afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())));

  const call = ((name: string, params: ActionParams<'accounts.changes'>) =>
    name === 'accounts.changes'
      ? listPersonChanges(accounts.fork(), { subnetOf, ledger }, { ...params, limit: 2 }, at(100))
      : listRecordChanges(census.fork(), { ...params, limit: 2 })) as Call;
  const start = (service: 'accounts' | 'census'): void => {
    const runtime = {
      config: { catchUpS: 60, push: { personDay: 10 } },
      metrics: createMetrics(),
      bus: createInProcessBus(),
    } as never;
    const options = {
      call,
      clock: createFakeClock(at(100).getTime()),
      log: { warn: (message: string) => expect.fail(message) },
    };
    running.push(
      service === 'accounts'
        ? startAccountsCatchUp(runtime, { ...options, fork: () => accounts.fork() })
        : startCensusCatchUp(runtime, {
            ...options,
            fork: () => census.fork(),
            after(effects) {
              if (effects.includes('wake')) due += 1;
            },
          }),
    );
  };
  const register = async (count: number): Promise<string[]> => {
    const people = [];
    for (let n = 0; n < count; n += 1) people.push((await createPerson(accounts.fork(), { consent })).id);
    await accounts.query('delete from accounts.outbox');
    return people;
  };
  const withRecord = async (): Promise<string[]> => {
    const rows = await census.query<{ user_id: string }>('select user_id from census.records');
    return rows.map((row) => row.user_id);
  };

  it('leaves nobody without a record, nor a list without a status: each side finds it by looking', async () => {
    const people = await register(5);
    expect(await countWithoutRecord(accounts.fork(), at(100))).to.equal(5);

    start('census');
    await eventually('everybody has a record', async () => (await withRecord()).length === people.length);
    expect(await withRecord()).to.have.members(people);
    expect(due).to.equal(5);
    await census.query('update census.records set due_at = null, status = $1 where user_id <> $2', [
      'ERROR',
      people[0],
    ]);
    await lookUp(active, at(100));
    await census.query('delete from census.outbox');

    start('accounts');
    const statuses = () =>
      accounts.query<{ id: string; census_status: string }>('select id, census_status from accounts.users');
    await eventually('every status is copied', async () =>
      (await statuses()).every((row) => row.census_status !== null),
    );
    expect((await statuses()).find(({ id }) => id === people[0])?.census_status).to.equal('ACTIVE');
    expect(await countWithoutRecord(accounts.fork(), at(100))).to.equal(0);
  });
});
