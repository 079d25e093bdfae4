import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

import { type Simulator, startSimulator } from '../../services/simulator/server.ts';
import { CHEAP_KIB } from '../support/cheap-passwords.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { PREVIOUS } from '../support/previous-release.ts';
import { type Child, root, startChild } from '../support/processes/child.ts';
import { giveOrder } from '../support/processes/command-line.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { useEmptyDatabase } from '../support/servers/postgres.ts';

const run = promisify(execFile);

const PEOPLE = 30;
const PASSWORD = 'una-clave-larga';
/** Come again: there is too much to do, or the body came too late on a machine that has. */
const busy = new Set([408, 503]);

/**
 * An upgrade, and a way back, under load: what is deployed and what comes work on the same database, which the new release has
 * migrated. The old one has its own sources and its own install, so it takes minutes and the registry.
 */
describe(`The release before this one (${PREVIOUS}), on this one's schema`, function () {
  this.timeout(1_800_000);
  const running: Child[] = [];
  let folder: string;
  let old: string;
  let simulator: Simulator;

  afterEach(function () {
    if (this.currentTest?.state !== 'failed') return;
    for (const child of running) console.error(`--- ${child.pid}\n${child.output().slice(-4_000)}`);
  });
  // Before the database's own, which nobody may use any more then.
  after(async () => {
    for (const child of running) await child.stop('SIGINT');
    await simulator?.close();
    if (process.env.PREVIOUS_FOLDER === undefined && old !== undefined)
      await run('git', ['worktree', 'remove', '--force', old], { cwd: root });
    await rm(folder, { recursive: true, force: true });
  });
  const database = useEmptyDatabase();

  before('install it', async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-previous-'));
    // Whoever has it installed already spares the minutes.
    old = process.env.PREVIOUS_FOLDER ?? join(folder, 'old');
    if (!existsSync(join(old, 'package.json'))) {
      await run('git', ['worktree', 'add', '--detach', old, PREVIOUS], { cwd: root });
      await run('npm', ['ci', '--no-audit', '--no-fund'], {
        cwd: old,
        env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
        maxBuffer: 10_000_000,
      });
    }
    simulator = await startSimulator({ delayMs: 20 });
    expect((await giveOrder(['migrate'], { DATABASE_URL: database.url })).code).to.equal(0);
  });
  /** @returns where it can be reached */
  const start = async (from: string): Promise<{ origin: string; child: Child }> => {
    const port = await unusedPort();
    const child = startChild(process.execPath, [join(from, 'scripts/production/start.mjs')], {
      cwd: from,
      env: {
        NODE_ENV: 'test',
        PORT: String(port),
        METRICS_PORT: String(await unusedPort()),
        HOST: '127.0.0.1',
        DATABASE_URL: database.url,
        DATA_DIR: join(folder, `data-${port}`),
        REGISTRADURIA_URL: simulator.pageUrl('consultacenso'),
        SOURCE: './test/source-kit/simulated-http.ts',
        SPACING_MS: '50',
        // It is about neither: a machine that has too much to do looks up late, and again.
        ...{ PASSWORD_MEMORY_KIB: String(CHEAP_KIB), LOOKUP_TIMEOUT_S: '12', LEASE_S: '16' },
        ...{ RETRY_DELAYS_S: '1', MAX_ATTEMPTS: '9', OUTAGE_PEOPLE: '100', CIRCUIT_THRESHOLD: '1000' },
        CATCH_UP_S: '2',
        LIMIT_REGISTER: '600 ip=100000 red=100000 cedula=10000/- portal=100000',
        LIMIT_LOGIN: '600 ip=100000 red=100000 cedula=10000/- portal=100000',
        FACTOR_KEY: Buffer.alloc(32, 7).toString('base64'),
      },
    });
    running.push(child);
    await child.printed('Censo Vivo está en');
    return { origin: `http://127.0.0.1:${port}`, child };
  };

  /** As people do: a portal that has too much to do says so, perhaps after it has done what was asked. */
  const registered = async (person: Client, cedula: string): Promise<void> => {
    let tries = 0;
    const status = await eventually('a registration', async () => {
      tries += 1;
      const reply = await person.register({ cedula, password: PASSWORD });
      return busy.has(reply.status) ? null : reply.status;
    });
    if (status === 409 && tries > 1) await loggedIn(person, cedula);
    else expect(status).to.equal(201);
  };
  const loggedIn = async (person: Client, cedula: string): Promise<void> => {
    const status = await eventually('a login', async () => {
      const reply = await person.login({ cedula, password: PASSWORD });
      return busy.has(reply.status) ? null : reply.status;
    });
    expect(status).to.equal(200);
  };

  /** People register by it, all at once, and each gets an answer. */
  const answered = async (origin: string): Promise<string[]> => {
    const cedulas = Array.from({ length: PEOPLE }, () => newCedula('00'));
    await Promise.all(
      cedulas.map(async (cedula) => {
        const person = createClient(origin);
        await registered(person, cedula);
        await person.censusIn(['ACTIVE']);
      }),
    );
    return cedulas;
  };
  const knows = async (origin: string, cedulas: readonly string[]): Promise<void> => {
    for (const cedula of cedulas) {
      const person = createClient(origin);
      await loggedIn(person, cedula);
      expect((await person.census())?.status).to.equal('ACTIVE');
    }
  };

  it('answers people beside the new one, each knows whom the other registered, and goes on alone', async () => {
    const before = await start(old);
    const first = await answered(before.origin);
    const now = await start(root);
    await knows(now.origin, first);
    const [byOld, byNew] = await Promise.all([answered(before.origin), answered(now.origin)]);
    await knows(before.origin, byNew);
    await knows(now.origin, byOld);
    // Back: the new one goes, the old one stays on a schema that has no way back.
    await now.child.stop('SIGINT');
    await knows(before.origin, [...first, ...byNew]);
    await answered(before.origin);
    await before.child.stop('SIGINT');
    const { code, stdout } = await giveOrder(['audit', 'verify'], { DATABASE_URL: database.url });
    expect(code, stdout).to.equal(0);
    expect(
      await database.query('select name from accounts.dead_letters where dead_at is not null'),
    ).to.deep.equal([]);
  });
});
