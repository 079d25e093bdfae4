import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createRecord } from '../../../services/census/store/records.ts';
import { openDatabase } from '../../../shared/persistence/database.ts';
import { startEmbeddedPostgres } from '../../../shared/persistence/embedded-postgres.ts';
import { type Ended, giveOrder, runCenso } from '../../support/processes/command-line.ts';
import { services, silentLog, useEmptyDatabase } from '../../support/servers/postgres.ts';
import { queryAt } from '../../support/servers/sql.ts';
import { addPerson, contentOf, fillFurther, peopleIn } from './support/content.ts';

const FACTOR_KEY = Buffer.alloc(32, 7).toString('base64');
const BACKUP_PASSWORD = 'clave-de-respaldos-en-pruebas';
const NOW = new Date('2026-03-04T15:00:00Z');
const codeOf = ({ json }: Ended) => json<{ error?: { code: string } }>().error?.code;

describe('A backup', () => {
  const source = useEmptyDatabase();
  const target = useEmptyDatabase();
  let folder: string;
  const path = (name: string) => join(folder, name);
  const key = () => path('respaldos.key');
  let recipient: string;
  let file: string;
  let was: Record<string, string[]>;
  const everybody = ['77000000', '77000001', '77000002'];

  const at = (url: string) => ({ DATABASE_URL: url, FACTOR_KEY });
  const back = (out: string, env: Record<string, string> = at(source.url)) =>
    giveOrder(['backup', '--out', out, '--json'], { ...env, BACKUP_RECIPIENTS: recipient });
  const restore = (from: string, env: Record<string, string>, ...more: string[]) =>
    giveOrder(['restore', from, '--clave', key(), ...more, '--json'], env);

  before('make a portal with people, answers, and values that are hard to copy', async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-backup-'));
    const made = await giveOrder(['migrate', '--json'], {
      ...at(source.url),
      DATABASE_PASSWORD_BACKUP: BACKUP_PASSWORD,
    });
    expect(made.code, made.stdout).to.equal(0);
    const census = await openDatabase({ ...services.census, url: source.url });
    try {
      for (const [index, nombreCompleto] of [
        'Ñoña\tTabulada\\nueva',
        'José “Línea”\nSegunda',
        '\\N',
      ].entries()) {
        const cedula = `7700000${index}`;
        const userId = await addPerson(source, cedula, nombreCompleto);
        await createRecord(
          census.fork(),
          { userId, cedula, referrerId: null, registeredAt: NOW.toISOString() },
          NOW,
        );
      }
    } finally {
      await census.close();
    }
    await fillFurther(source);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is for a pair of keys that the command line makes, and never writes over', async () => {
    const made = await giveOrder(['backup-key', '--out', key(), '--json'], {});
    recipient = made.json<{ recipient: string }>().recipient;
    expect(recipient).to.match(/^age1/);
    expect(await readFile(key(), 'utf8')).to.match(/\nAGE-SECRET-KEY-1\w+\n$/);
    const again = await giveOrder(['backup-key', '--out', key(), '--json'], {});
    expect([again.code, codeOf(again)]).to.deep.equal([1, 'backup_destination']);
  });

  it('is refused without anybody who could open it', async () => {
    const nobody = await giveOrder(['backup', '--out', folder, '--json'], at(source.url));
    expect([nobody.code, codeOf(nobody)]).to.deep.equal([1, 'backup_recipients']);
    const nonsense = await giveOrder(
      ['backup', '--out', folder, '--para', 'age1nada', '--json'],
      at(source.url),
    );
    expect([nonsense.code, codeOf(nonsense)]).to.deep.equal([2, 'validation']);
  });

  it('is made by a role that reads everything and changes nothing, and is noted', async () => {
    was = await contentOf(source);
    const url = new URL(source.url);
    url.username = 'censo_backup';
    url.password = BACKUP_PASSWORD;
    const { code, stdout, json } = await back(folder, { DATABASE_URL: url.href });
    expect(code, stdout).to.equal(0);
    const told = json<{ path: string; people: number; sha256: string }>();
    expect(told.people).to.equal(3);
    file = told.path;
    expect(file).to.match(/censo-\d{8}T\d{6}Z\.tar\.gz\.age$/);
    expect(
      await source.query(`select people::int, encode(sha256, 'hex') as sha256 from accounts.backups`),
    ).to.deep.equal([{ people: 3, sha256: told.sha256 }]);
    for (const sql of ['delete from accounts.users', 'update census.records set attempt = 0', 'select 1'])
      expect(
        await queryAt(url.href, sql).then(
          () => 'done',
          ({ code: refused }: { code?: string }) => refused,
        ),
      ).to.equal(sql === 'select 1' ? 'done' : '42501');
  });

  it('shows nothing of anybody, and leaves nothing half done beside it', async () => {
    const bytes = await readFile(file);
    expect(bytes.subarray(0, 21).toString()).to.equal('age-encryption.org/v1');
    expect(bytes.includes('77000001')).to.equal(false);
    expect((await readdir(folder)).filter((name) => name.endsWith('.parte'))).to.deep.equal([]);
  });

  it('goes to a pipe as it is, with the words beside it', async () => {
    const { code, stdout, stderr } = await runCenso(['backup', '--out', '-'], {
      ...at(source.url),
      BACKUP_RECIPIENTS: recipient,
    });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^age-encryption\.org\/v1\n/);
    expect(stderr).to.match(/^Respaldo de .*: 3 personas/);
  });

  it('keeps as many as it is told in its folder, and nothing of others goes', async () => {
    await writeFile(path('censo-de-otro.tar.gz.age'), 'mío');
    const old = 'censo-20250101T000000Z.tar.gz.age';
    await writeFile(path(old), 'viejo');
    const { json } = await giveOrder(
      ['backup', '--out', folder, '--para', recipient, '--conservar', '2', '--json'],
      at(source.url),
    );
    expect(json()).to.deep.include({ removed: 1 });
    expect(await readdir(folder))
      .to.include('censo-de-otro.tar.gz.age')
      .and.not.include(old);
  });

  it('is verified without restoring it, the chain of the trail included', async () => {
    const { code, stdout, json } = await giveOrder(['verify', file, '--clave', key(), '--json'], {});
    expect(code, stdout).to.equal(0);
    const { people, trail } = json<{ people: number; trail: { entries: number; faults: unknown[] } }>();
    expect([people, trail.faults]).to.deep.equal([3, []]);
    expect(trail.entries).to.be.above(0);
  });

  it('whose trail somebody had changed before says so', async () => {
    await source.query(`alter table accounts.audit disable trigger written_once`);
    await source.query(
      `update accounts.audit set detail = 'otra cosa' where id = (select min(id) from accounts.audit)`,
    );
    await back(path('cambiada.age'));
    await source.query(
      `update accounts.audit set detail = 'ADMIN' where id = (select min(id) from accounts.audit)`,
    );
    await source.query(`alter table accounts.audit enable trigger written_once`);
    const { code, stdout } = await giveOrder(['verify', path('cambiada.age'), '--clave', key()], {});
    expect(code, stdout).to.equal(1);
    expect(stdout).to.include('La auditoría fue alterada');
  });

  describe('in an embedded portal', () => {
    const embedded = () => ({ DATA_DIR: path('datos'), FACTOR_KEY });

    it('is what it was, without who was erased since, and with every session ended', async () => {
      const erased = await giveOrder(
        ['user', 'erase', '--cedula', '77000001', '--motivo', 'lo pidió', '--confirmo', '--json'],
        at(source.url),
      );
      expect(erased.code, erased.stdout).to.equal(0);
      const { stdout: ledger } = await giveOrder(['erasures', 'export'], at(source.url));
      await writeFile(path('libro.txt'), ledger);

      const { code, stdout, json } = await restore(file, embedded(), '--borrados', path('libro.txt'));
      expect(code, stdout).to.equal(0);
      expect(json<{ erasures: { erased: number } }>().erasures.erased).to.equal(1);

      const portal = await startEmbeddedPostgres(path('datos'), silentLog);
      try {
        const after = await contentOf(portal);
        expect(await peopleIn(portal.url)).to.deep.equal(everybody.filter((cedula) => cedula !== '77000001'));
        for (const table of ['census.records', 'census.evidence', 'census.attempts', 'accounts.secrets'])
          expect(after[table], table).to.deep.equal(was[table]);
        expect(was['accounts.sessions']).to.have.lengthOf(1);
        expect(after['accounts.sessions']).to.deep.equal([]);
        expect(after['accounts.audit']?.join('\n')).to.include('backup.restore');
        const chained = await giveOrder(['audit', 'verify'], embedded());
        expect(chained.code, chained.stdout).to.equal(0);
      } finally {
        await portal.stop();
      }
    });

    it('is backed up from there and restored elsewhere, row by row the same', async () => {
      expect((await back(path('embebido.age'), embedded())).code).to.equal(0);
      const { code, stdout } = await restore(path('embebido.age'), at(target.url), '--sin-borrados');
      expect(code, stdout).to.equal(0);
      const portal = await startEmbeddedPostgres(path('datos'), silentLog);
      try {
        const [from, to] = [await contentOf(portal), await contentOf(target)];
        for (const table of Object.keys(from))
          if (!/^accounts\.(audit|audit_chain|backups)$/.test(table))
            expect(to[table], table).to.deep.equal(from[table]);
        // One more of each: that it was restored.
        expect(to['accounts.audit']?.length).to.equal((from['accounts.audit']?.length ?? 0) + 1);
      } finally {
        await portal.stop();
      }
      // Numbers go on where they were, triggers and keys hold again.
      await giveOrder(['user', 'recover', '--cedula', '77000002', '--motivo', 'la perdió'], at(target.url));
      expect((await giveOrder(['audit', 'verify'], at(target.url))).code).to.equal(0);
      expect(
        await target.query(
          `select 1 from pg_trigger where not tgisinternal and tgenabled = 'D' union all
           select 1 from pg_constraint where not convalidated`,
        ),
      ).to.deep.equal([]);
    });

    it('is refused where there is a portal, and changes nothing of it', async () => {
      const here = await contentOf(target);
      const { code, stdout, json } = await restore(file, at(target.url), '--sin-borrados');
      expect([code, json<{ error: { code: string } }>().error.code], stdout).to.deep.equal([
        1,
        'target_not_empty',
      ]);
      expect(await contentOf(target)).to.deep.equal(here);
    });
  });

  describe('that cannot be restored', () => {
    const empty = useEmptyDatabase();
    const untouched = async () =>
      expect(
        await empty.query(`select nspname from pg_namespace where nspname in ('accounts', 'census')`),
      ).to.deep.equal([]);
    const refused = async (from: string, more = ['--sin-borrados']) => {
      const ended = await restore(from, at(empty.url), ...more);
      expect(ended.code, ended.stdout).to.be.above(0);
      await untouched();
      return codeOf(ended);
    };
    const copyOf = async (name: string): Promise<string> => {
      await writeFile(path(name), await readFile(file));
      return path(name);
    };

    it('says so when its end is missing', async () => {
      const cut = await copyOf('cortado.age');
      await truncate(cut, (await readFile(file)).length - 100_000);
      expect(await refused(cut)).to.equal('backup_damaged');
    });

    it('says so when one byte is another', async () => {
      const flipped = await copyOf('otro-byte.age');
      const handle = await open(flipped, 'r+');
      const middle = Math.floor((await handle.stat()).size / 2);
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, middle);
      await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, middle);
      await handle.close();
      expect(await refused(flipped)).to.equal('backup_damaged');
    });

    it('says so when it is for another key, or for none', async () => {
      const mine = await readFile(key(), 'utf8');
      await giveOrder(['backup-key', '--out', path('otra.key')], {});
      await writeFile(key(), await readFile(path('otra.key')));
      expect(await refused(file)).to.equal('backup_key');
      await writeFile(key(), 'AGE-SECRET-KEY-1NADA\n');
      expect(await refused(file)).to.equal('validation');
      await writeFile(key(), mine);
    });

    it('says so when it is no backup, is not there, or is not the one', async () => {
      expect(await refused(key())).to.equal('backup_unreadable');
      expect(await refused(path('no-existe'))).to.equal('backup_missing');
      expect(await refused(file, ['--sin-borrados', '--huella', 'ab'.repeat(32)])).to.equal('backup_other');
    });

    it('asks for the ledger of the erased, or to be told that there is none', async () => {
      expect(await refused(file, [])).to.equal('ledger_missing');
      expect(await refused(file, ['--borrados', path('no-existe')])).to.equal('validation');
      const ended = await restore(
        file,
        { DATABASE_URL: empty.url, DATA_DIR: path('nadie') },
        ...['--borrados', path('libro.txt')],
      );
      expect(codeOf(ended)).to.equal('factor_key_missing');
      await untouched();
    });

    it('says so when a newer release made it', async () => {
      await source.query(`insert into accounts.migrations (name, executed_at) values ('M9999Later', now())`);
      await back(path('nuevo.age'));
      await source.query(`delete from accounts.migrations where name = 'M9999Later'`);
      expect(await refused(path('nuevo.age'))).to.equal('backup_newer');
    });

    it('is restored when what an interrupted one left is in the way', async () => {
      await empty.query(
        `create schema accounts; comment on schema accounts is 'censo restore: unfinished'; create table accounts.users (a int);
         insert into accounts.users values (1)`,
      );
      const { code, stdout } = await restore(file, at(empty.url), '--sin-borrados');
      expect(code, stdout).to.equal(0);
      expect(await peopleIn(empty.url)).to.deep.equal(everybody);
    });
  });

  describe('of an earlier release', () => {
    const old = useEmptyDatabase();
    const anew = useEmptyDatabase();

    it('is brought up to date', async () => {
      for (const { migrations, ...rest } of [services.accounts, services.census])
        await (
          await openDatabase({
            ...rest,
            url: old.url,
            owner: { url: old.url },
            migrations: migrations.slice(0, -2),
          })
        ).close();
      await old.query(`insert into census.data_origin (simulated) values (true)`).catch(() => undefined);
      expect((await back(path('viejo.age'), at(old.url))).code).to.equal(0);
      const { code, stdout } = await restore(path('viejo.age'), at(anew.url), '--sin-borrados');
      expect(code, stdout).to.equal(0);
      expect((await giveOrder(['migrate'], at(anew.url))).stdout).to.include('ya estaba al día');
    });
  });
});
