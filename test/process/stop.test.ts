import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { roleName } from '../../services/gateway/people/roles.ts';
import { lightBrowserPath } from '../support/browser/light-browser.ts';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { type Child, root, startChild } from '../support/processes/child.ts';
import { canListProcesses, commandOf, processesWith } from '../support/processes/processes.ts';
import { unusedPort } from '../support/processes/unused-port.ts';

describe('A portal started with npm start', () => {
  if (!canListProcesses) {
    console.warn('npm start: the tests that list processes need /proc and are skipped on this system');
    return;
  }
  let folder: string;
  let env: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-stop-'));
    env = {
      DATA_DIR: join(folder, 'data'),
      TMPDIR: folder,
      PORT: String(await unusedPort()),
      METRICS_PORT: String(await unusedPort()),
      SPACING_MS: '100',
      SIMULATOR_DELAY_MS: '50',
    };
    // One that is found by itself drives the tests of test/browser.
    const CHROMIUM_PATH = await lightBrowserPath();
    if (CHROMIUM_PATH !== undefined) env = { ...env, CHROMIUM_PATH };
  });
  after(async () => {
    // What a failed test left behind must not disturb the next ones.
    for (const pid of processesWith(folder)) process.kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  const start = async (): Promise<{ npm: Child; origin: string }> => {
    const npm = startChild('npm', ['start'], { cwd: root, env, detached: true });
    await npm.printed('Ctrl-C para detener');
    return { npm, origin: `http://localhost:${env.PORT}` };
  };

  const answered = async (origin: string): Promise<void> => {
    const client = createClient(origin);
    await client.register({ cedula: newCedula('00') });
    await client.censusIn(['ACTIVE']);
  };

  const gone = () =>
    eventually('no process is left', () => processesWith(folder).length === 0).catch((error: Error) => {
      throw new Error(`${error.message}:\n${processesWith(folder).map(commandOf).join('\n')}`);
    });

  // The tests tell one portal's story on one data folder: a start costs seconds.
  let running: { npm: Child; origin: string };
  const cedula = newCedula('03');
  let answeredAt: string | null;

  it('prints the address and demo accounts that work', async () => {
    running = await start();
    const { npm, origin } = running;
    expect(npm.output()).to.contain(`Censo Vivo está en ${origin}`);
    const accounts = [...npm.output().matchAll(/^ {2}(\S.*?)\s+cédula (\d+)\s+contraseña (\S+)/gm)];
    expect(accounts).to.have.length.greaterThan(1);
    for (const [, role, demo = '', password = ''] of accounts) {
      const { body } = await createClient(origin).login({ cedula: demo, password });
      expect(roleName(body.user.role)).to.equal(role);
    }
  });

  it('prints little else: what each part does is for LOG_LEVEL', () => {
    const [, printed = ''] = running.npm.output().split('start.mjs');
    expect(printed.split('\n').filter((line) => / (?:INFO|DEBUG) /.test(line))).to.deep.equal([]);
    expect(printed).to.match(/con botones que la tumban: http:\/\/127\.0\.0\.1:\d+\n/);
  });

  it('gives the leader among them people who do not exist, and says so', async () => {
    const { npm, origin } = running;
    expect(npm.output()).to.contain('quien lidera tiene 300 personas').and.to.contain('todas inventadas');
    const leader = createClient(origin);
    await leader.login({ cedula: '1000000100', password: 'demo-lider' });
    await eventually('the people', async () => {
      const answer = await fetch(`${origin}/`, { headers: { cookie: leader.cookie() } });
      const page = await answer.text();
      return page.includes('<strong>300</strong>') && page.includes('Las personas de la demostración');
    });
  });

  it('leaves no process when it is killed with kill -9', async () => {
    const client = createClient(running.origin);
    await client.register({ cedula });
    ({ answeredAt } = await client.censusIn(['NOT_FOUND']));
    const portal = processesWith(folder).find((pid) =>
      commandOf(pid).startsWith('node scripts/production/start.mjs'),
    );
    process.kill(Number(portal), 'SIGKILL');
    await running.npm.ended;
    await gone();
  });

  it('has its data when it is started again', async () => {
    running = await start();
    const returned = createClient(running.origin);
    await returned.login({ cedula, password: 'una-clave-larga' });
    expect(await returned.census()).to.deep.include({ status: 'NOT_FOUND', answeredAt });
  });

  it('stops everything at a Ctrl-C, exits and leaves no process', async () => {
    await answered(running.origin);
    process.kill(-running.npm.pid, 'SIGINT'); // As the terminal does: to the whole foreground group.
    await running.npm.ended;
    await gone();
  });

  it('leaves no process when npm is killed with kill -9', async () => {
    running = await start();
    await answered(running.origin);
    running.npm.kill('SIGKILL');
    await gone();
  });
});
