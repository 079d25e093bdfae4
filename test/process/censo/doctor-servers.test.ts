import { join } from 'node:path';
import { expect } from 'chai';
import { type Child, startChild } from '../../support/processes/child.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';
import { natsServer } from '../../support/servers/nats-server.ts';
import { missingPackages, startNats, startRedis } from '../../support/servers/servers.ts';
import { useSurroundings, withoutRemedy } from './support/doctor.ts';

describe('censo doctor, of the servers of the distributed mode', () => {
  if (missingPackages().length > 0) {
    console.warn(
      `censo doctor: skipped with servers; install them: apt-get install ${missingPackages().join(' ')}`,
    );
    return;
  }

  const surroundings = useSurroundings();
  const children: Child[] = [];
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.stop()));
  });
  const redis = async (...settings: string[]): Promise<string> => {
    const port = await unusedPort();
    children.push(await startRedis(port, surroundings.folder(), settings));
    return `redis://127.0.0.1:${port}`;
  };

  describe('where a pod knows only some of them, and has no browser', () => {
    const UNUSED = { state: 'ok', detail: 'no se usa aquí' };
    let natsUrl: string;
    beforeEach(async () => {
      const port = await unusedPort();
      children.push(await startNats(port, surroundings.folder()));
      natsUrl = `nats://127.0.0.1:${port}`;
    });
    const runIn = (pod: Record<string, string>, ...options: string[]) =>
      surroundings.run(
        {
          DATABASE_URL: '',
          CHROMIUM_PATH: join(surroundings.folder(), 'ninguno'),
          NATS_URL: natsUrl,
          ...pod,
        },
        ...options,
      );

    it('finds nothing wrong with a census, whose clock is compared with the database’s', async () => {
      const { code, stdout, found } = await runIn({ DATABASE_URL: surroundings.databaseUrl() });

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
        CHROMIUM_PATH: surroundings.env().CHROMIUM_PATH ?? '',
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
      expect(surroundings.visits()).to.equal(0);
    });

    it('finds what the service lacks that it is told to look at', async () => {
      const { code, found } = await runIn(
        { DATABASE_URL: surroundings.databaseUrl() },
        '--servicio',
        'scraper',
      );

      expect(code).to.equal(1);
      expect(found('Configuración')?.detail).to.include('REDIS_URL es obligatoria');
    });
  });

  it('finds that Redis keeps nothing and NATS has no JetStream', async () => {
    const natsPort = await unusedPort();
    const nats = startChild(natsServer() ?? 'nats-server', ['-a', '127.0.0.1', '-p', String(natsPort)]);
    children.push(nats);
    await nats.printed('Server is ready');
    const ended = await surroundings.run({
      REDIS_URL: await redis('--save', '', '--appendonly', 'no'),
      NATS_URL: `nats://127.0.0.1:${natsPort}`,
    });

    expect(ended.code).to.equal(1);
    expect(ended.states).to.include({ Redis: 'notice', NATS: 'fault' });
    expect(ended.found('Redis')?.detail).to.equal('no guarda sus datos');
    expect(ended.found('NATS')?.detail).to.include('sin JetStream');
    expect(withoutRemedy(ended)).to.deep.equal([]);
  });

  it('finds nothing wrong with those that are as they should be, but that nobody has made the stream', async () => {
    const natsPort = await unusedPort();
    children.push(await startNats(natsPort, surroundings.folder()));
    const ended = await surroundings.run({
      REDIS_URL: await redis('--save', '', '--appendonly', 'yes'),
      NATS_URL: `nats://127.0.0.1:${natsPort}`,
    });

    expect(ended.code, ended.stdout).to.equal(0);
    expect(ended.states).to.include({ Postgres: 'ok', Redis: 'ok', NATS: 'notice' });
    expect(ended.found('NATS')?.detail).to.include('sin el flujo CENSO');
  });
});
