import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Finding } from '../../../scripts/production/censo/doctor/check.ts';
import { type Child, startChild } from '../../support/child.ts';
import { type Ended, giveOrder, runCenso } from '../../support/command-line.ts';
import { findProgram } from '../../support/find-program.ts';
import { lightBrowserPath } from '../../support/light-browser.ts';
import { natsServer } from '../../support/nats-server.ts';
import { useDatabase, useEmptyDatabase } from '../../support/postgres.ts';
import { missingPackages, startNats } from '../../support/servers.ts';
import { unusedPort } from '../../support/unused-port.ts';

describe('censo doctor', () => {
  const upToDate = useDatabase('accounts');
  const empty = useEmptyDatabase();
  let folder: string;
  let site: Server;
  let visits: number;
  let answer: number;
  let env: Record<string, string>;
  const children: Child[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-doctor-'));
    site = createServer((_request, response) => {
      visits += 1;
      response.writeHead(answer).end();
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    const browser = await lightBrowserPath();
    env = {
      DATABASE_URL: upToDate.url,
      DATA_DIR: folder,
      ...(browser === undefined ? {} : { CHROMIUM_PATH: browser }),
      REGISTRADURIA_URL: `http://127.0.0.1:${(site.address() as AddressInfo).port}/censo/`,
    };
  });
  beforeEach(() => {
    visits = 0;
    answer = 200;
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.stop()));
  });
  after(async () => {
    site.close();
    await rm(folder, { recursive: true, force: true });
  });

  const seen = (ended: Ended) => {
    const { checks } = ended.json<{ checks: Finding[] }>();
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    const found = (name: string) => checks.find((finding) => finding.name === name);
    return { ...ended, states, found };
  };
  const run = async (changes: Record<string, string> = {}, ...options: string[]) =>
    seen(await giveOrder(['doctor', '--json', ...options], { ...env, ...changes }));
  const expectRemedies = ({ stdout }: Ended): void => {
    const { checks } = JSON.parse(stdout) as { checks: Finding[] };
    for (const { name, state, remedy } of checks)
      expect(remedy === null, `${name} has something to do`).to.equal(state === 'ok');
  };
  const redis = async (...settings: string[]): Promise<string> => {
    const port = await unusedPort();
    const child = startChild(findProgram('redis-server') ?? 'redis-server', [
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...settings],
    ]);
    children.push(child);
    await child.printed('Ready to accept connections');
    return `redis://127.0.0.1:${port}`;
  };

  it('finds nothing wrong with a portal in one process, and does not touch the official page', async () => {
    // As a process, as people give it: it has to end too.
    const { code, stdout, states } = seen(await runCenso(['doctor', '--json'], env));

    expect(code, stdout).to.equal(0);
    expect(states).to.deep.equal({
      Configuración: 'ok',
      Postgres: 'ok',
      Redis: 'ok',
      NATS: 'ok',
      Navegador: 'ok',
      Disco: states.Disco,
    });
    expect(visits).to.equal(0);
  });

  it('says it for people too, with a sign for each line', async () => {
    const { code, stdout } = await giveOrder(['doctor'], { ...env, DATABASE_URL: empty.url });

    expect(code).to.equal(1);
    expect(stdout).to.match(/✔ Navegador: \d+/);
    expect(stdout).to.match(/✘ Postgres: migraciones pendientes .*\n {4}→ Ejecute "npx censo migrate"/);
    expect(stdout).to.match(/Fallas: 1\.\n$/);
  });

  it('finds that every server is away, ends with 3, and prints no password', async () => {
    const port = await unusedPort();
    const ended = await run({
      DATABASE_URL: `postgres://censo:muy-secreta@127.0.0.1:${port}/postgres`,
      REDIS_URL: `redis://:muy-secreta@127.0.0.1:${port}`,
      NATS_URL: `nats://censo:muy-secreta@127.0.0.1:${port}`,
    });

    expect(ended.code).to.equal(3);
    expect(ended.states).to.include({ Postgres: 'away', Redis: 'away', NATS: 'away', Navegador: 'ok' });
    expectRemedies(ended);
    expect(ended.stdout + ended.stderr).not.to.include('muy-secreta');
  });

  it('finds that there is no browser where it should be', async () => {
    const { code, found } = await run({ CHROMIUM_PATH: join(folder, 'ninguno') });

    expect(code).to.equal(1);
    expect(found('Navegador')).to.include({ state: 'fault' });
  });

  it('looks at no service that does not exist, ends with 2, and says which there are', async () => {
    const { code, stderr } = await runCenso(['doctor', '--servicio', 'nada'], env);

    expect(code).to.equal(2);
    expect(stderr).to.include('No existe el servicio nada').and.include('scraper');
  });

  it('finds every problem of the configuration, and looks no further', async () => {
    const { code, states, found } = await run({ PORT: '99999', NATS_URL: 'http://nats' });

    expect(code).to.equal(1);
    expect(Object.keys(states)).to.deep.equal(['Configuración']);
    expect(found('Configuración')?.detail).to.include('PORT').and.include('NATS_URL');
  });

  describe('of the official page, when it is asked to visit it', () => {
    it('visits it once, and says that it answers', async () => {
      const { code, states } = await run({}, '--sitio');
      expect([code, states['Página oficial'], visits]).to.deep.equal([0, 'ok', 1]);
    });

    it('says that it refuses us', async () => {
      answer = 403;
      const { code, found } = await run({}, '--sitio');
      expect([code, found('Página oficial')?.state]).to.deep.equal([1, 'fault']);
      expect(found('Página oficial')?.remedy).to.include('no insista');
    });

    it('says that it does not answer', async () => {
      const { code, states } = await run(
        { REGISTRADURIA_URL: `http://127.0.0.1:${await unusedPort()}/` },
        '--sitio',
      );
      expect([code, states['Página oficial']]).to.deep.equal([3, 'away']);
    });
  });

  describe('of the servers of the distributed mode', () => {
    if (missingPackages().length > 0) {
      console.warn(
        `censo doctor: skipped with servers; install them: apt-get install ${missingPackages().join(' ')}`,
      );
      return;
    }

    describe('where a pod knows only some of them, and has no browser', () => {
      const UNUSED = { state: 'ok', detail: 'no se usa aquí' };
      let natsUrl: string;
      beforeEach(async () => {
        const port = await unusedPort();
        children.push(await startNats(port, folder));
        natsUrl = `nats://127.0.0.1:${port}`;
      });
      const runIn = (pod: Record<string, string>, ...options: string[]) =>
        run(
          { DATABASE_URL: '', CHROMIUM_PATH: join(folder, 'ninguno'), NATS_URL: natsUrl, ...pod },
          ...options,
        );

      it('finds nothing wrong with a census, whose clock is compared with the database’s', async () => {
        const { code, stdout, found } = await runIn({ DATABASE_URL: upToDate.url });

        expect(code, stdout).to.equal(0);
        expect(found('Configuración')?.detail).to.include('accounts, census').and.include('--servicio');
        expect(found('Postgres')?.detail).to.include('reloj a');
        expect(found('NATS')).to.include({ state: 'notice' });
        for (const name of ['Redis', 'Navegador', 'Disco']) expect(found(name), name).to.include(UNUSED);
      });

      it('finds nothing wrong with a scraper, whose clock is compared with the pace’s', async () => {
        const REDIS_URL = await redis('--appendonly', 'yes');
        const { code, stdout, found, states } = await runIn({
          REDIS_URL,
          CHROMIUM_PATH: env.CHROMIUM_PATH ?? '',
        });

        expect(code, stdout).to.equal(0);
        expect(found('Postgres')).to.include(UNUSED);
        expect(found('Redis')?.detail).to.include('reloj a');
        expect(states).to.include({ Redis: 'ok', Navegador: 'ok' });
      });

      it('finds nothing wrong with a gateway, and visits no official page from there', async () => {
        const { code, stdout, found } = await runIn({}, '--sitio');

        expect(code, stdout).to.equal(0);
        for (const name of ['Postgres', 'Redis', 'Navegador', 'Disco', 'Página oficial'])
          expect(found(name), name).to.include(UNUSED);
        expect(visits).to.equal(0);
      });

      it('finds what the service lacks that it is told to look at', async () => {
        const { code, found } = await runIn({ DATABASE_URL: upToDate.url }, '--servicio', 'scraper');

        expect(code).to.equal(1);
        expect(found('Configuración')?.detail).to.include('REDIS_URL es obligatoria');
      });
    });

    it('finds that Redis keeps nothing and NATS has no JetStream', async () => {
      const natsPort = await unusedPort();
      const nats = startChild(natsServer() ?? 'nats-server', ['-a', '127.0.0.1', '-p', String(natsPort)]);
      children.push(nats);
      await nats.printed('Server is ready');
      const ended = await run({
        REDIS_URL: await redis('--save', '', '--appendonly', 'no'),
        NATS_URL: `nats://127.0.0.1:${natsPort}`,
      });

      expect(ended.code).to.equal(1);
      expect(ended.states).to.include({ Redis: 'notice', NATS: 'fault' });
      expect(ended.found('Redis')?.detail).to.equal('no guarda sus datos');
      expect(ended.found('NATS')?.detail).to.include('sin JetStream');
      expectRemedies(ended);
    });

    it('finds nothing wrong with those that are as they should be, but that nobody has made the stream', async () => {
      const natsPort = await unusedPort();
      children.push(await startNats(natsPort, folder));
      const ended = await run({
        REDIS_URL: await redis('--save', '', '--appendonly', 'yes'),
        NATS_URL: `nats://127.0.0.1:${natsPort}`,
      });

      expect(ended.code, ended.stdout).to.equal(0);
      expect(ended.states).to.include({ Postgres: 'ok', Redis: 'ok', NATS: 'notice' });
      expect(ended.found('NATS')?.detail).to.include('sin el flujo CENSO');
    });
  });
});
