import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import pg from 'pg';
import { explainDatabaseError } from '../../../shared/persistence/away.ts';
import { openDatabase } from '../../../shared/persistence/database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../shared/persistence/embedded-postgres.ts';
import { eventually } from '../../support/eventually.ts';
import { refusalOf } from '../../support/failures.ts';
import { canListProcesses } from '../../support/processes/processes.ts';
import { services, silentLog } from '../../support/servers/postgres.ts';
import { skipBecause } from '../../support/skip.ts';
import { descendantsOf, living } from './support/processes.ts';

const NO_LIST = 'the process list is read from /proc';

const holder = fileURLToPath(new URL('support/hold-postgres.ts', import.meta.url));

describe('The embedded Postgres', () => {
  let folder: string;
  let server: EmbeddedPostgres | undefined;
  let child: ChildProcess | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-vivo-embedded-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await server?.stop();
    [server, child] = [undefined, undefined];
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const ask = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const start = async () => {
    server = await startEmbeddedPostgres(folder, silentLog);
    return server;
  };
  const postmaster = async (): Promise<number> =>
    Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  const startChild = async () => {
    child = spawn(process.execPath, [holder, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { pid, stdout } = child;
    if (pid === undefined || stdout === null) throw new Error('the child did not start');
    const [line] = (await once(stdout, 'data')) as [Buffer];
    return { pid, url: line.toString().trim() };
  };

  it('keeps its data over a stop and a start, and its password to itself', async () => {
    const first = await start();
    await ask(first.url, `create table kept as select 'sí' as word`);
    await first.stop();

    const second = await start();

    expect(await ask(second.url, 'select word from kept')).to.deep.equal([{ word: 'sí' }]);
    expect((await stat(join(folder, 'postgres.password'))).mode & 0o077).to.equal(0);
    expect((await stat(join(folder, 'postgres'))).mode & 0o077).to.equal(0);
    const guess = new URL(second.url);
    guess.password = 'adivinada';
    expect(await ask(guess.href, 'select 1').catch(String)).to.include('password');
  });

  it('stores and orders UTF-8 in UTC, on the loopback address only', async () => {
    const { url } = await start();

    const [settings] = await ask(
      url,
      `select current_setting('server_encoding') as encoding, current_setting('timezone') as timezone,
       current_setting('listen_addresses') as addresses`,
    );
    expect(settings).to.deep.equal({ encoding: 'UTF8', timezone: 'UTC', addresses: '127.0.0.1' });
  });

  it('says in one sentence that another process uses the folder, and leaves that one alone', async () => {
    const { url } = await start();

    const refusal = await refusalOf(startEmbeddedPostgres(folder, silentLog));

    expect(refusal).to.include({
      code: 'postgres_failed',
      message: 'Otro proceso ya usa esta carpeta de datos: deténgalo o cambie DATA_DIR.',
    });
    expect(await ask(url, 'select 1 as alive')).to.deep.equal([{ alive: 1 }]);
  });

  it('cuts off whoever is still connected when it stops, without waiting for them', async () => {
    const { url, stop } = await start();
    const idle = new pg.Client({ connectionString: url });
    const cut = new Promise((resolve) => idle.on('error', resolve));
    await idle.connect();
    await idle.query('begin');

    await stop();

    // What its fast shutdown tells them; one that waits for everybody tells nothing, one that is killed 57P02 or less.
    expect(await cut).to.include({ code: '57P01' });
  });

  it('that is gone leaves an open database not ready, and the process alive', async () => {
    const { url, stop } = await start();
    const database = await openDatabase({ ...services.census, url, owner: { url } });
    try {
      expect(await database.isReady()).to.equal(true);

      await stop();

      expect(await database.isReady()).to.equal(false);
    } finally {
      await database.close();
    }
  });

  it('that is killed is told as a 503 to whoever asks, in the middle of a query and afterwards', async () => {
    const { url, stop } = await start();
    const database = await openDatabase({ ...services.census, url, owner: { url } });
    const refusal = (sql: string) =>
      database
        .fork()
        .execute(sql)
        .then(() => null, explainDatabaseError);
    try {
      const cutOff = refusal('select pg_sleep(30)');
      await refusal('select 1');
      process.kill(await postmaster(), 'SIGQUIT'); // As an immediate shutdown, which cuts everybody off.
      expect(await cutOff).to.include({ code: 'service_unavailable', status: 503 });
      await stop();
      expect(await refusal('select 1')).to.include({ code: 'service_unavailable', status: 503 });
    } finally {
      await database.close();
    }
  });

  it('leaves other errors as they are', async () => {
    const { url } = await start();
    const wrong = await ask(url, 'select 1 from nowhere').catch((error: unknown) => error);
    expect(explainDatabaseError(wrong)).to.equal(wrong);
  });

  it('ends when its process is killed with kill -9, and starts again with what was committed', async function () {
    if (!canListProcesses) skipBecause(this, NO_LIST);
    const { pid, url } = await startChild();
    await ask(url, 'create table committed as select 1 as n');
    const family = await descendantsOf(pid);
    expect(family, 'the shell, Postgres and its helpers').to.have.lengthOf.above(5);

    process.kill(pid, 'SIGKILL');

    await eventually('no process is left', async () => (await living([pid, ...family])).length === 0);
    expect(await ask((await start()).url, 'select n from committed')).to.deep.equal([{ n: 1 }]);
  });

  it('is started again at the same address when it is killed, with what was committed', async () => {
    const { url, stop } = await start();
    await ask(url, 'create table survivor as select 1 as n');

    process.kill(await postmaster(), 'SIGKILL');

    const alive = () => ask(url, 'select n from survivor').catch(() => null);
    await eventually('it answers again', async () => (await alive()) !== null);
    expect(await alive()).to.deep.equal([{ n: 1 }]);
    const family = [await postmaster(), ...(await descendantsOf(await postmaster()))];
    await stop();
    expect(await living(family)).to.deep.equal([]);
  });

  it('stays down when it is stopped while it is being started again', async () => {
    const { url, stop } = await start();
    process.kill(await postmaster(), 'SIGKILL');
    await stop();
    expect(await ask(url, 'select 1').catch(() => 'nobody there')).to.equal('nobody there');
  });

  it('leaves no process behind when it is stopped', async function () {
    if (!canListProcesses) skipBecause(this, NO_LIST);
    const { stop } = await start();
    const family = [await postmaster(), ...(await descendantsOf(await postmaster()))];
    expect(family).to.have.lengthOf.above(5);

    await stop();

    expect(await living(family)).to.deep.equal([]);
  });
});
