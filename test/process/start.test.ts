import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Child, root, startCenso, startChild } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { putCluster } from '../support/servers/cluster.ts';

/** What went wrong, as the terminal shows it: a line a person can act on, and nothing else. */
const lines = (child: Child): string[] => child.output().trim().split('\n');

describe('npm start, when something is in the way', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-start-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const start = async (env: Record<string, string>): Promise<Child> =>
    startCenso([], {
      DATA_DIR: join(folder, 'data'),
      HOST: '127.0.0.1',
      PORT: String(await unusedPort()),
      METRICS_PORT: String(await unusedPort()),
      ...env,
    });

  it('says in one line that the port is taken, and exits with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    // The first start on an empty folder is told in stop.test.ts.
    await putCluster(join(folder, 'data'));
    const child = await start({ PORT: String(port) });
    expect(await child.ended).to.equal(1);
    expect(lines(child)).to.deep.equal([`El puerto ${port} ya está en uso: libérelo o elija otro con PORT.`]);
    other.close();
  });

  it('waits for Postgres as long as it was told, says so, and exits with 1 and what to do', async () => {
    const child = startCenso(['accounts'], {
      DATABASE_URL: `postgres://censo:muy-secreta@127.0.0.1:${await unusedPort()}/postgres`,
      METRICS_PORT: String(await unusedPort()),
      HOST: '127.0.0.1',
      START_TIMEOUT_S: '2',
    });
    expect(await child.ended).to.equal(1);
    expect(child.output()).to.include('waiting for Postgres (accounts) (0 of 2 s)');
    expect(lines(child).at(-1)).to.match(/^Postgres no respondió a tiempo .*revise DATABASE_URL/);
    expect(child.output()).not.to.include('muy-secreta');
  });

  it('says in one line that the data folder cannot be written, and exits with 1', async () => {
    const file = join(folder, 'archivo');
    await writeFile(file, '');
    const child = await start({ DATA_DIR: join(file, 'data') });
    expect(await child.ended).to.equal(1);
    expect(lines(child)).to.have.length(1);
    expect(child.output()).to.match(
      /^No se puede escribir en la carpeta de datos .*archivo\/data \(ENOTDIR\)/,
    );
  });

  it('says in one line what a text of the policy lacks, and exits with 1', async () => {
    const [texts, version] = [join(folder, 'textos'), '2027-01-01'];
    await mkdir(texts, { recursive: true });
    await writeFile(
      join(texts, `${version}.md`),
      `---\nversion: ${version}\nfecha: ${version}\namplia: ninguna\n---\nNada.\n`,
    );
    const child = await start({ CONSENT_DIR: texts });
    expect(await child.ended).to.equal(1);
    expect(lines(child)).to.deep.equal([
      `El texto de la política ${version}.md no sirve: falta {{RESPONSABLE}}.`,
    ]);
  });

  it('says in one line that the browser it was told to use is not there, and exits with 1', async () => {
    const child = await start({ CHROMIUM_PATH: '/no/hay/chromium' });
    expect(await child.ended).to.equal(1);
    expect(lines(child)).to.have.length(1);
    expect(child.output()).to.match(/^CHROMIUM_PATH apunta a «\/no\/hay\/chromium», que no existe/);
  });

  it('lists every problem of the configuration at once, and exits with 1', async () => {
    const child = await start({ PORT: 'x', NODE_ENV: 'production', SPACING_MS: '-1', LEASE_S: '10' });
    expect(await child.ended).to.equal(1);
    for (const name of ['PORT', 'SPACING_MS', 'REGISTRADURIA_URL', 'LEASE_S'])
      expect(child.output()).to.contain(`- ${name}`);
  });

  it('names the services when it is asked for one that does not exist', async () => {
    const child = startCenso(['nada'], {});
    expect(await child.ended).to.equal(1);
    expect(child.output()).to.match(/No existe el servicio nada\. Los servicios son: simulator, accounts/);
  });

  it('says in one line that the Node is too old, and exits with 1', async () => {
    // Any Node can be made to look old: the launcher reads only the version.
    const pretend =
      "Object.defineProperty(process.versions, 'node', { value: '20.11.0' }); await import('./scripts/production/start.mjs');";
    const child = startChild(process.execPath, ['--input-type=module', '-e', pretend], { cwd: root });
    expect(await child.ended).to.equal(1);
    expect(lines(child)).to.have.length(1);
    expect(child.output()).to.match(/^Censo Vivo necesita Node 24\.7 o posterior/);
  });
});
