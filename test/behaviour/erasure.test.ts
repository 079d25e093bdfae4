import { cp, rename, rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { expect } from 'chai';
import type { User } from '../../shared/contract/accounts.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { openStream } from '../support/people/event-stream.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { giveOrder } from '../support/processes/command-line.ts';
import { inBothModes } from '../support/system/modes.ts';
import { databaseUrlOf, inDatabase } from '../support/system/portal-database.ts';
import { admin, factorKey, type System } from '../support/system/system.ts';

const REASON = 'Solicitud 17';

/** What a backup has: whole tables, as they are at this moment. */
const backUp = async (system: System, tables: readonly string[]): Promise<void> => {
  await inDatabase(system, 'create schema if not exists backup');
  for (const table of tables) {
    const copy = `backup.${table.replace('.', '_')}`;
    await inDatabase(system, `drop table if exists ${copy}`);
    await inDatabase(system, `create table ${copy} as select * from ${table}`);
  }
};

/** Puts the tables back as they were then, whatever forbids it. */
const restore = async (system: System, tables: readonly string[]): Promise<void> => {
  const columns = (table: string) =>
    `(select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = '${table}'::regclass
      and attnum > 0 and not attisdropped and attgenerated = '')`;
  for (const table of tables) {
    const copy = `backup.${table.replace('.', '_')}`;
    await inDatabase(
      system,
      `do $$ begin
         set local session_replication_role = replica;
         execute format('delete from ${table}');
         execute format('insert into ${table} (%s) select %1$s from ${copy}', ${columns(table)});
       end $$`,
    );
  }
};

const ACCOUNTS = [
  'accounts.users',
  'accounts.consents',
  'accounts.erasures',
  'accounts.erasure_consents',
  'accounts.removed_users',
];
const CENSUS = ['census.records', 'census.erased'];

inBothModes('Erasing', 'eager', (system, mode) => {
  let chief: Client;
  let leader: Client;
  let leading: User;
  const order = async (words: string[], input = '') =>
    giveOrder(
      [...words, '--json'],
      { DATABASE_URL: await databaseUrlOf(system()), FACTOR_KEY: factorKey },
      input,
    );

  const join = async (suffix = '00'): Promise<{ client: Client; user: User }> => {
    const client = createClient(system().origin);
    const given = { cedula: newCedula(suffix), ref: leading.referralCode };
    return { client, user: (await client.register(given)).body.user };
  };
  const erase = async (client: Client): Promise<void> => {
    expect((await client.delete('/me?confirm=borrar')).status).to.equal(204);
  };
  const known = async (userId: string): Promise<{ accounts: number; census: number }> => {
    const [row] = await inDatabase<{ accounts: number; census: number }>(
      system(),
      `select (select count(*)::int from accounts.users where id = $1) as accounts,
         (select count(*)::int from census.records where user_id = $1) as census`,
      [userId],
    );
    return row ?? { accounts: -1, census: -1 };
  };
  const ready = () =>
    eventually(
      'the portal is ready',
      async () => (await fetch(`${system().origin}/readyz`)).ok && (await leader.get('/me')).status === 200,
    );
  const isGone = (userId: string) =>
    eventually('nobody knows them', async () => {
      const { accounts, census } = await known(userId);
      return accounts + census === 0;
    });
  const accounts = mode === 'embedded' ? 'censo' : 'accounts';
  const census = mode === 'embedded' ? 'censo' : 'census';

  before(async () => {
    chief = createClient(system().origin);
    await chief.login(admin);
    leader = createClient(system().origin);
    leading = (await leader.register({ cedula: newCedula('00') })).body.user;
    await chief.post(`/admin/users/${leading.id}/role`, { role: 'LEADER', reason: REASON });
  });

  it('ends every session, and the page of whoever invited them is told to look: the row goes, the count stays', async () => {
    await join();
    const { client, user } = await join();
    const other = createClient(system().origin);
    await other.login({ cedula: user.cedula, password: 'una-clave-larga' });
    await client.censusIn(['ACTIVE']);
    const stream = await openStream(system().origin, leader.cookie());
    await stream.received('snapshot', ({ event }) => event === 'snapshot');
    const page = async () =>
      (await (await createVisitor(system().origin, leader.cookie())).get('/referidos/')).text;
    expect(await page()).to.include(`data-person="${user.id}"`);

    expect((await client.delete('/me')).status, 'unconfirmed').to.equal(400);
    await erase(client);

    await stream.received('stale', ({ event }) => event === 'stale');
    stream.close();
    const text = await page();
    expect(text).not.to.include(user.id);
    expect(text.replace(/<[^>]*>/g, ' ')).to.match(/Todos\s+2\s/);
    for (const one of [client, other]) expect((await one.get('/me')).status).to.equal(401);
    await isGone(user.id);
  });

  it('says what goes and what stays first, asks once, and says goodbye without a session', async () => {
    const { client, user } = await join();
    const visitor = await createVisitor(system().origin, client.cookie());
    const asked = await visitor.get('/mis-datos/borrar/');
    expect(asked.text).to.include('Qué se borra').and.include('Qué queda');
    const unconfirmed = '/mis-datos/borrar/?falta=confirmar';
    expect((await visitor.submit('/mis-datos/borrar/')).outcome).to.equal(`303 ${unconfirmed}`);
    expect((await visitor.get(unconfirmed)).text)
      .to.include('Marque la casilla')
      .and.include('aria-invalid');
    expect((await known(user.id)).accounts).to.equal(1);
    const done = await visitor.submit('/mis-datos/borrar/', { confirmo: '1' });
    expect(done.outcome).to.equal('302 /cuenta-borrada/');
    expect(
      done.headers.getSetCookie().filter((line) => /^censo-(session|equipo)=;/.test(line)),
    ).to.have.lengthOf(2);
    const goodbye = await fetch(`${system().origin}/cuenta-borrada/`);
    expect(await goodbye.text())
      .to.include('Sus datos quedaron borrados')
      .and.not.include('Mi perfil');
  });

  it('is done by ADMINs to others, by the command line, and by nobody who has a role to themselves', async () => {
    const [one, two] = [await join(), await join()];
    const reply = await chief.delete(`/admin/users/${one.user.id}?reason=${encodeURIComponent(REASON)}`);
    expect(reply.status).to.equal(204);
    const { code } = await order([
      'user',
      'erase',
      '--cedula',
      two.user.cedula,
      '--motivo',
      REASON,
      '--confirmo',
    ]);
    expect(code).to.equal(0);
    await isGone(one.user.id);
    await isGone(two.user.id);
    const last = await chief.delete<{ error: { code: string } }>('/me?confirm=borrar');
    expect([last.status, last.body.error.code]).to.deep.equal([409, 'has_role']);
    expect((await order(['audit', 'verify'])).code, 'the trail is whole').to.equal(0);
  });

  it('ends in erased when a process is killed in the middle, whichever it is', async () => {
    for (const role of new Set([accounts, census])) {
      const { client, user } = await join();
      await client.censusIn(['ACTIVE']);
      const asked = client.delete('/me?confirm=borrar').catch(() => null);
      await eventually('it has begun', async () => (await known(user.id)).accounts === 0);
      await system().kill(role);
      await asked;
      await system().start(role);
      await ready();
      await isGone(user.id);
    }
  });

  it('is done in the middle of a batch, which ends without them', async () => {
    const people = [await join(), await join()];
    for (const { client } of people) await client.censusIn(['ACTIVE']);
    await eventually('they may be asked for again', async () => {
      const { body } = await leader.post<{ queued: number }>('/batches', {
        ids: people.map(({ user }) => user.id),
      });
      return body.queued > 0;
    });
    for (const { client, user } of people) {
      await erase(client);
      await isGone(user.id);
    }
    await eventually('the batch has ended', async () => {
      const { body } = await leader.get<{ batch: { waiting: number } | null }>('/batches/current');
      return (body.batch?.waiting ?? 0) === 0;
    });
  });

  // As people without pg_dump back up: the folder of a portal that stands still. The servers' pg_dump is not in npm's Postgres.
  if (mode === 'embedded')
    it('holds against the whole folder of data as it was before, put back', async () => {
      const { client, user } = await join();
      await client.censusIn(['ACTIVE']);
      const folder = joinPath(system().folder, 'data');
      await system().kill('censo', 'SIGTERM');
      await cp(folder, `${folder}-before`, { recursive: true });
      await system().start('censo');
      await ready();
      await erase(client);
      await isGone(user.id);
      const { stdout: ledger } = await giveOrder(['erasures', 'export'], {
        DATABASE_URL: await databaseUrlOf(system()),
        FACTOR_KEY: factorKey,
      });

      await system().kill('censo', 'SIGTERM');
      await rm(folder, { recursive: true });
      await rename(`${folder}-before`, folder);
      await system().start('censo');
      await ready();
      expect(await known(user.id)).to.deep.equal({ accounts: 1, census: 1 });
      const { code, json } = await order(['erasures', 'import'], ledger);
      expect([code, json<{ erased: number }>().erased]).to.deep.equal([0, 1]);
      await isGone(user.id);
    });

  describe('holds against a backup that has them again', () => {
    let person: { client: Client; user: User };
    /** Stops whose tables these are, puts them back as they were and starts it again. */
    const restarted = async (services: readonly string[], tables: readonly string[]): Promise<void> => {
      const roles = [...new Set(services)];
      // Embedded, the server stands with the portal: it is restored below it, at the last moment.
      if (mode === 'embedded') await restore(system(), tables);
      await Promise.all(roles.map((role) => system().kill(role, 'SIGTERM')));
      if (mode === 'distributed') await restore(system(), tables);
      await Promise.all(roles.map((role) => system().start(role)));
      await ready();
    };
    beforeEach(async () => {
      person = await join();
      await person.client.censusIn(['ACTIVE']);
      await backUp(system(), [...ACCOUNTS, ...CENSUS]);
      await erase(person.client);
      await isGone(person.user.id);
    });

    it('of accounts alone: the census remembers', async () => {
      await restarted([accounts], ACCOUNTS);
      await isGone(person.user.id);
    });

    it('of the census alone: accounts remembers', async () => {
      await restarted([census], CENSUS);
      await isGone(person.user.id);
    });

    // The other mode has a whole folder put back, above.
    if (mode === 'distributed')
      it('of both: by the log of accounts, or the file beside the backup', async () => {
        const { stdout } = await giveOrder(['erasures', 'export'], {
          DATABASE_URL: await databaseUrlOf(system()),
          FACTOR_KEY: factorKey,
        });
        const log = await eventually('the log says it', async () => {
          const said = system().processes.get(accounts)?.output() ?? '';
          const lines = stdout.split('\n').filter((line) => line !== '');
          return lines.every((line) => said.includes(line)) ? said : null;
        });
        // The census first: what still runs has nobody to ask then.
        await restarted([accounts, census], [...CENSUS, ...ACCOUNTS]);
        expect(await known(person.user.id)).to.deep.equal({ accounts: 1, census: 1 });
        const { code, json } = await order(['erasures', 'import'], log);
        expect([code, json<{ erased: number }>().erased]).to.deep.equal([0, 1]);
        await isGone(person.user.id);
        expect((await order(['erasures', 'import'], stdout)).code, 'again').to.equal(0);
      });
  });
});
