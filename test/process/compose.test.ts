import { cpSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { allServices } from '../../shared/contract/services.ts';
import { lightBrowserPath } from '../support/browser/light-browser.ts';
import { eventually } from '../support/eventually.ts';
import { type ComposeService, readCompose, withSecrets } from '../support/image/compose.ts';
import { type ImageTree, layOut, makeDist } from '../support/image/image-tree.ts';
import { createClient, newCedula, settled } from '../support/people/client.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { missingServers, type Servers, startServers } from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';

/**
 * docker-compose.yml without an engine: each service's own command and environment, in a folder with what its image has.
 * Only addresses and ports are this test's.
 */
describe('The services of docker compose, as processes', () => {
  const trees = new Map<string, ImageTree>();
  const children: Child[] = [];
  let folder: string | undefined;
  let servers: Servers | undefined;

  after(async () => {
    await Promise.all(children.map((child) => child.stop()));
    await servers?.stop();
    for (const tree of trees.values()) tree.remove();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  /** What an image has, with the bundle of its stage; laid out once. */
  const imageOf = (target: string): ImageTree => {
    const known = trees.get(target);
    if (known !== undefined) return known;
    const bundle = trees.get(target === 'demo' ? 'demo-bundle' : 'bundle');
    if (bundle === undefined) throw new Error(`no bundle for ${target}`);
    const tree = layOut(target, 'production');
    trees.set(target, tree);
    cpSync(join(bundle.folder, 'dist'), join(tree.folder, 'dist'), { recursive: true });
    return tree;
  };

  it('are of one bundle of the server’s side and the browser’s, without the simulator', async () => {
    for (const stage of ['bundle', 'demo-bundle'] as const) trees.set(stage, await makeDist(stage));
    const dist = join(trees.get('bundle')?.folder ?? '', 'dist');
    for (const name of [
      'start.mjs',
      'censo.mjs',
      'assets/app.js',
      'assets/styles.css',
      'assets/favicon.svg',
      'assets/share.png',
    ])
      expect(statSync(join(dist, name)).size, name).to.be.above(100);
    const names = readdirSync(dist).join(' ');
    expect(names).to.include('gateway.service').and.not.to.include('simulator.service');
  });

  it('have what orders and starts need: help is given, and a service that does not exist is refused', async () => {
    const portal = imageOf('portal');
    const help = portal.node(['scripts/production/censo.mjs', 'queue', 'pause', '--help']);
    expect(await help.ended, help.output()).to.equal(0);
    expect(help.output()).to.include('--motivo');
    const refused = portal.node(['scripts/production/start.mjs', 'nadie']);
    expect(await refused.ended).to.equal(1);
    expect(refused.output()).to.include('No existe el servicio nadie');
  });

  it('bring a person the simulated answer', async function () {
    needs(this, missingServers('nats-server', 'redis-server'));
    folder = await mkdtemp(join(tmpdir(), 'censo-compose-'));
    // With a database as its service migrate leaves it.
    servers = await startServers();
    const [port, simulatorPort] = [await unusedPort(), await unusedPort()];
    const here: Record<string, string> = {
      'http://simulator:8081/consultar/': `http://127.0.0.1:${simulatorPort}/consultar/`,
      '8081': String(simulatorPort),
    };
    const common = {
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: folder,
      TMPDIR: folder,
      CHROMIUM_PATH: await lightBrowserPath(),
      BROWSER_SANDBOX: '0',
      SPACING_MS: '1000',
    };
    const start = async ({ build, command = [], environment = {} }: ComposeService): Promise<void> => {
      const service = allServices.find((name) => command.includes(name));
      if (service === undefined) throw new Error(`no service in ${command.join(' ')}`);
      const secrets = servers?.envOf(service) ?? {};
      const named = withSecrets(environment, secrets);
      const own = Object.fromEntries(
        Object.entries({ ...named, ...secrets }).map(([name, value]) => [name, here[value] ?? value]),
      );
      const child = imageOf(build?.target ?? '').node(['scripts/production/start.mjs', ...command], {
        ...common,
        ...own,
        METRICS_PORT: String(await unusedPort()),
      });
      children.push(child);
      await child.printed(/en marcha|Censo Vivo está en/);
    };

    const { simulator, accounts, census, scraper, gateway } = readCompose();
    await Promise.all(
      [simulator, accounts, census, scraper, gateway].map((service) => start(service as ComposeService)),
    );
    const origin = `http://127.0.0.1:${port}`;
    await eventually('the portal is ready', async () => (await fetch(`${origin}/readyz`)).ok);
    const page = await (await fetch(`${origin}/login/`)).text();
    expect(page).to.include('Datos simulados');
    const [script = ''] = /\/assets\/app\.[\w-]+\.js/.exec(page) ?? [];
    expect((await fetch(`${origin}${script}`)).ok, script).to.equal(true);

    const person = createClient(origin);
    expect((await person.register({ cedula: newCedula('00') })).status).to.equal(201);
    expect((await person.censusIn(settled)).status).to.equal('ACTIVE');
  });
});
