import { expect } from 'chai';
import pg from 'pg';
import { type Database, type DatabaseOptions, openDatabase } from '../../../shared/persistence/database.ts';
import { eventually } from '../../support/eventually.ts';
import { settle } from '../../support/failures.ts';
import {
  type ServiceName,
  services,
  silentLog,
  useDatabase,
  useEmptyDatabase,
} from '../../support/servers/postgres.ts';

describe('Opening a database', () => {
  const empty = useEmptyDatabase();
  const opened: Database[] = [];

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
  });

  const open = async (service: ServiceName, log: DatabaseOptions['log'] = silentLog): Promise<Database> => {
    const database = await openDatabase({
      ...services[service],
      log,
      url: empty.url,
      owner: { url: empty.url },
    });
    opened.push(database);
    return database;
  };
  const ask = (sql: string) => empty.query<Record<string, unknown>>(sql);
  const tables = () =>
    ask(`select schemaname || '.' || tablename as name from pg_tables
         where schemaname in ('accounts', 'census') order by 1`);

  it('runs each migration once, though services and processes start at the same moment', async () => {
    const { refused } = await settle([
      ...[open('accounts'), open('accounts'), open('accounts')],
      ...[open('census'), open('census'), open('census')],
    ]);

    expect(refused).to.deep.equal([]);
    expect(await ask('select name from accounts.migrations')).to.deep.equal([
      { name: 'M0001Accounts' },
      { name: 'M0002Portal' },
      { name: 'M0003Events' },
      { name: 'M0004Text' },
      { name: 'M0005Repeats' },
      { name: 'M0006Changes' },
      { name: 'M0007ChangesOrder' },
      { name: 'M0008SearchText' },
      { name: 'M0009SearchIndex' },
      { name: 'M0010AuditChain' },
      { name: 'M0011Fairness' },
      { name: 'M0012Proof' },
      { name: 'M0012bFactors' },
      { name: 'M0013Sessions' },
      { name: 'M0014FinishedLogins' },
      { name: 'M0015Shared' },
      { name: 'M0015Decisions' },
      { name: 'M0015bSplit' },
      { name: 'M0016Messages' },
      { name: 'M0017Recovery' },
      { name: 'M0018Keys' },
      { name: 'M0018Erasure' },
      { name: 'M0018bConsentsKey' },
      { name: 'M0019Requests' },
      { name: 'M0020PendingRegistrations' },
      { name: 'M0021Texts' },
      { name: 'M0022IncompleteRequests' },
      { name: 'M0023Looks' },
      { name: 'M0024Push' },
      { name: 'M0025Places' },
      { name: 'M0025bPlacesOrder' },
      { name: 'M0027Backups' },
      { name: 'M0028Lists' },
    ]);
    expect(await ask('select name from census.migrations')).to.deep.equal([
      { name: 'M0001Census' },
      { name: 'M0002Lookups' },
      { name: 'M0003Portal' },
      { name: 'M0004Events' },
      { name: 'M0005Outages' },
      { name: 'M0006Changes' },
      { name: 'M0007ChangesOrder' },
      { name: 'M0008Submissions' },
      { name: 'M0009Operations' },
      { name: 'M0010Subnets' },
      { name: 'M0011Consents' },
      { name: 'M0012Erasure' },
      { name: 'M0013Corrections' },
      { name: 'M0014Suspended' },
      { name: 'M0015ConsentFloor' },
      { name: 'M0016Places' },
      { name: 'M0017Shapes' },
      { name: 'M0019Canaries' },
      { name: 'M0020Traces' },
    ]);
    expect((await tables()).map(({ name }) => name)).to.deep.equal([
      'accounts.activity',
      'accounts.audit',
      'accounts.audit_chain',
      'accounts.audit_checkpoints',
      'accounts.audit_looks',
      'accounts.audit_redactions',
      'accounts.audit_turn',
      'accounts.backups',
      'accounts.catch_up',
      'accounts.challenges',
      'accounts.claims',
      'accounts.consent_texts',
      'accounts.consents',
      'accounts.counted_gone',
      'accounts.dead_letters',
      'accounts.devices',
      'accounts.erasure_consents',
      'accounts.erasures',
      'accounts.factors',
      'accounts.guesses',
      'accounts.login_failures',
      'accounts.message_counts',
      'accounts.messages',
      'accounts.migrations',
      'accounts.one_times',
      'accounts.outbox',
      'accounts.pending_logins',
      'accounts.pending_registrations',
      'accounts.push_subscriptions',
      'accounts.pushes',
      'accounts.recovery_asks',
      'accounts.recovery_codes',
      'accounts.recovery_requests',
      'accounts.redacting',
      'accounts.referral_counts',
      'accounts.referral_places',
      'accounts.removed_users',
      'accounts.requests',
      'accounts.secrets',
      'accounts.sessions',
      'accounts.users',
      'census.attempts',
      'census.batch_members',
      'census.batches',
      'census.canaries',
      'census.catch_up',
      'census.consent_floor',
      'census.consents',
      'census.data_origin',
      'census.dead_letters',
      'census.erased',
      'census.evidence',
      'census.lanes',
      'census.leaders',
      'census.migrations',
      'census.operations',
      'census.outbox',
      'census.pause',
      'census.places',
      'census.records',
      'census.shapes',
      'census.workers',
    ]);
  });

  it('changes nothing that is up to date already, in its own schema or in another', async () => {
    await (await open('accounts'))
      .fork()
      .execute(`insert into accounts.outbox ("name", "payload", "created_at") values ('x', '{}', now())`);
    const before = [await tables(), await ask('select * from accounts.outbox')];

    await open('accounts');
    await open('census');

    expect([await tables(), await ask('select * from accounts.outbox')]).to.deep.equal(before);
  });

  it('waits while another process migrates', async () => {
    await ask('drop schema census cascade');
    const other = new pg.Client({ connectionString: empty.url });
    await other.connect();
    await other.query('select pg_advisory_lock(7241997)');
    const said: string[] = [];
    const log = { info: () => {}, warn: (line: string) => void said.push(line) };
    let isOpen = false;
    const opening = open('census', log).then(() => {
      isOpen = true;
    });
    try {
      await eventually('it says so', () => said.length > 0);
      expect(said[0]).to.include('another process migrates');
      expect(isOpen).to.equal(false);
    } finally {
      await other.end();
    }

    await opening;
  });
});

describe('The entities', () => {
  for (const service of ['accounts', 'census'] as const) {
    describe(`of ${service}`, () => {
      const database = useDatabase(service);

      it('name tables and columns that the migrations made', async () => {
        for (const entity of services[service].entities) {
          expect(await database.fork().find(entity, {}, { limit: 1 })).to.deep.equal([]);
        }
      });
    });
  }
});
