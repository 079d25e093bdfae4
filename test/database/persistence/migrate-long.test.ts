import { Migration } from '@mikro-orm/migrations';
import { expect } from 'chai';
import pg from 'pg';
import { type DatabaseOptions, openDatabase } from '../../../shared/persistence/database.ts';
import { eventually } from '../../support/eventually.ts';
import { refusalOf } from '../../support/failures.ts';
import { services, useEmptyDatabase } from '../../support/servers/postgres.ts';

/** Makes the table that the others change. */
class M1Table extends Migration {
  override up(): void {
    this.addSql('create table "later"."people" ("id" int)');
  }
}
/** As long as an index on a big table. */
class M2Long extends Migration {
  override up(): void {
    this.addSql('select pg_sleep(1.2)');
    this.addSql('create index "people_id" on "later"."people" ("id")');
  }
}
class M3Column extends Migration {
  override up(): void {
    this.addSql('alter table "later"."people" add "name" text');
  }
}

describe('A migration', () => {
  let other: pg.Client;
  // Before the database is dropped.
  after(() => other.end());
  const empty = useEmptyDatabase();

  before(async () => {
    other = new pg.Client({ connectionString: empty.url });
    await other.connect();
  });
  beforeEach(() => other.query('drop schema if exists "later" cascade'));

  const open = async (migrations: DatabaseOptions['migrations'], changes: Partial<DatabaseOptions> = {}) => {
    const given = { ...services.census, schema: 'later', url: empty.url, owner: { url: empty.url } };
    const database = await openDatabase({ ...given, migrations, ...changes });
    await database.close();
  };
  const done = async () =>
    (await other.query<{ name: string }>('select name from "later"."migrations" order by id')).rows.map(
      ({ name }) => name,
    );

  it('may take longer than any other statement, and than the wait for its answer', async () => {
    await open([M1Table, M2Long], { statementTimeoutMs: 400, queryTimeoutMs: 600 });

    expect(await done()).to.deep.equal(['M1Table', 'M2Long']);
  });

  it('lifts the limits for itself only', async () => {
    const given = {
      ...services.census,
      schema: 'later',
      url: empty.url,
      owner: { url: empty.url },
      migrations: [M1Table],
    };
    const database = await openDatabase({ ...given, statementTimeoutMs: 400 });
    try {
      const slow = await database
        .fork()
        .execute('select pg_sleep(5)')
        .catch((error: unknown) => error);
      expect(slow).to.have.property('code', '57014');
    } finally {
      await database.close();
    }
  });

  it('is kept when a later one fails, so that no table stays locked for what comes after it', async () => {
    class M4Broken extends Migration {
      override up(): void {
        this.addSql('select 1 / 0');
      }
    }
    const failure = await open([M1Table, M3Column, M4Broken]).catch((error: unknown) => error);

    expect(failure).to.have.property('code', '22012');
    expect(await done()).to.deep.equal(['M1Table', 'M3Column']);
  });

  it('lets others read while it waits for a table that is in use, and is made when the table is free', async () => {
    await open([M1Table]);
    const reader = new pg.Client({ connectionString: empty.url });
    await reader.connect();
    await reader.query('begin; select * from "later"."people"');
    const tries: string[] = [];
    const log = { info: () => {}, warn: (line: string) => void tries.push(line) };
    const opening = open([M1Table, M3Column], { log, migration: { tableLockMs: 300, pauseMs: 300 } });
    try {
      await eventually('it waited once, and let go', () => tries.length > 0);
      await other.query('select * from "later"."people"');
      expect(tries[0]).to.include('a table is in use');
    } finally {
      await reader.end();
    }

    await opening;
    expect(await done()).to.deep.equal(['M1Table', 'M3Column']);
  });

  it('says what is in the way when a table is never free', async () => {
    await open([M1Table]);
    await other.query('begin; select * from "later"."people"');
    try {
      const limits = { tableLockMs: 50, pauseMs: 10, tries: 2 };
      const { code, message } = await refusalOf(open([M1Table, M3Column], { migration: limits }));
      expect(code).to.equal('migration_blocked');
      expect(message).to.match(/transacci[oó]n/);
    } finally {
      await other.query('rollback');
    }
    expect(await done()).to.deep.equal(['M1Table']);
  });

  describe('while another process migrates', () => {
    beforeEach(() => other.query('select pg_advisory_lock(7241997)'));
    afterEach(() => other.query('select pg_advisory_unlock_all()'));

    it('gives up after a time, and says why', async () => {
      const said: string[] = [];
      const say = (line: string) => void said.push(line);
      const log = { info: say, warn: say };
      // Longer than a busy machine takes to ask once.
      const migration = { tableLockMs: 50, patienceMs: 3_000 };
      const { code, message } = await refusalOf(open([M1Table], { log, migration }));
      expect([code, message.includes('Otro proceso')]).to.deep.equal(['migration_locked', true]);
      expect(said[0]).to.include('the lock of migrations').and.include('another process migrates');
    });

    it('keeps nobody waiting whose schema is up to date', async () => {
      await other.query('select pg_advisory_unlock_all()');
      await open([M1Table]);
      await other.query('select pg_advisory_lock(7241997)');

      await open([M1Table]);
    });
  });
});
