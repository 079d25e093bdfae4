import { join } from 'node:path';
import { expect } from 'chai';
import { giveOrder, runCenso } from '../../support/processes/command-line.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';
import { useEmptyDatabase } from '../../support/servers/postgres.ts';
import { examinedIn, useSurroundings, withoutRemedy } from './support/doctor.ts';

describe('censo doctor', () => {
  const surroundings = useSurroundings();
  const empty = useEmptyDatabase();

  it('finds nothing wrong with a portal in one process, and does not touch the official page', async () => {
    // As a process, as people give it: it has to end too.
    const { code, stdout, states } = examinedIn(await runCenso(['doctor', '--json'], surroundings.env()));

    expect(code, stdout).to.equal(0);
    expect(states).to.deep.equal({
      Configuración: 'ok',
      Postgres: 'ok',
      Redis: 'ok',
      Respaldos: 'ok',
      Mensajes: 'ok',
      NATS: 'ok',
      Navegador: 'ok',
      'Aislamiento del navegador': 'ok',
      Disco: states.Disco,
    });
    expect(surroundings.visits()).to.equal(0);
  });

  it('says it for people too, with a sign for each line', async () => {
    const { code, stdout } = await giveOrder(['doctor'], { ...surroundings.env(), DATABASE_URL: empty.url });

    expect(code).to.equal(1);
    expect(stdout).to.match(/✔ Navegador: \d+/);
    expect(stdout).to.match(/✘ Postgres: migraciones pendientes .*\n {4}→ Ejecute "npx censo migrate"/);
    expect(stdout).to.match(/Fallas: 1\.\n$/);
  });

  it('finds that every server is away, ends with 3, and prints no password', async () => {
    const port = await unusedPort();
    const ended = await surroundings.run({
      DATABASE_URL: `postgres://censo:muy-secreta@127.0.0.1:${port}/postgres`,
      REDIS_URL: `redis://:muy-secreta@127.0.0.1:${port}`,
      NATS_URL: `nats://censo:muy-secreta@127.0.0.1:${port}`,
    });

    expect(ended.code).to.equal(3);
    expect(ended.states).to.include({ Postgres: 'away', Redis: 'away', NATS: 'away', Navegador: 'ok' });
    expect(withoutRemedy(ended)).to.deep.equal([]);
    expect(ended.stdout + ended.stderr).not.to.include('muy-secreta');
  });

  it('finds that there is no browser where it should be', async () => {
    const { code, found } = await surroundings.run({ CHROMIUM_PATH: join(surroundings.folder(), 'ninguno') });

    expect(code).to.equal(1);
    expect(found('Navegador')).to.include({ state: 'fault' });
  });

  it('looks at no service that does not exist, ends with 2, and says which there are', async () => {
    const { code, stderr } = await runCenso(['doctor', '--servicio', 'nada'], surroundings.env());

    expect(code).to.equal(2);
    expect(stderr).to.include('No existe el servicio nada').and.include('scraper');
  });

  it('finds every problem of the configuration, and looks no further', async () => {
    const { code, states, found } = await surroundings.run({ PORT: '99999', NATS_URL: 'http://nats' });

    expect(code).to.equal(1);
    expect(Object.keys(states)).to.deep.equal(['Configuración']);
    expect(found('Configuración')?.detail).to.include('PORT').and.include('NATS_URL');
  });

  describe('of the official page, when it is asked to visit it', () => {
    it('visits it once, and says that it answers', async () => {
      const { code, states } = await surroundings.run({}, '--sitio');
      expect([code, states['Página oficial'], surroundings.visits()]).to.deep.equal([0, 'ok', 1]);
    });

    it('says that it refuses us', async () => {
      surroundings.answer(403);
      const { code, found } = await surroundings.run({}, '--sitio');
      expect([code, found('Página oficial')?.state]).to.deep.equal([1, 'fault']);
      expect(found('Página oficial')?.remedy).to.include('no insista');
    });

    it('says that it does not answer', async () => {
      const { code, states } = await surroundings.run(
        { REGISTRADURIA_URL: `http://127.0.0.1:${await unusedPort()}/` },
        '--sitio',
      );
      expect([code, states['Página oficial']]).to.deep.equal([3, 'away']);
    });
  });
});
