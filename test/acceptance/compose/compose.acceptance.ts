import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Client, newCedula } from '../../support/people/client.ts';
import { areAnswered, register } from '../kit/endings.ts';
import { canHave, whyNoEngine } from '../kit/engine.ts';
import { attempt, order } from '../kit/order.ts';
import { describePeople } from '../kit/people-steps.ts';
import { type Checkout, checkoutOf } from '../kit/previous.ts';
import { wrongPairs } from '../kit/reach.ts';
import { stopwatch, told } from '../kit/told.ts';
import { kill, restartsOf } from './blow.ts';
import { createInstallation, type Installation } from './installation.ts';
import { pairs } from './pairs.ts';

const services = ['gateway', 'accounts', 'census', 'scraper', 'simulator'] as const;
const servers = ['postgres', 'nats', 'redis'] as const;
const why = await whyNoEngine();
/** How the engine of this machine is started anew: `systemctl restart docker`, where it has systemd. */
const engineRestart = process.env.ENGINE_RESTART;

if (why !== null) console.warn(`acceptance:compose is not run: ${why}`);
else
  describe('docker compose up, as the README says', function () {
    this.timeout(1_800_000);
    // What comes after needs what came before.
    this.bail(true);
    let portal: Installation;
    let previous: Checkout;
    const whole = stopwatch();

    before('nothing of a run before is left', async () => {
      portal = await createInstallation();
      await portal.remove();
      portal = await createInstallation();
      previous = await checkoutOf();
    });
    after('everything goes', async () => {
      await previous?.remove();
      if (process.env.KEEP !== '1') expect(await portal.remove()).to.equal('');
      whole('the whole acceptance');
    });

    const wellAgain = (): Promise<string> =>
      portal.compose(['up', '--detach', '--no-build', '--wait', '--wait-timeout', '300']);

    it('builds the images and is well with the release before this one', async () => {
      const built = stopwatch();
      await portal.compose(['build'], previous.folder);
      built('images of the release before');
      const took = stopwatch();
      await portal.compose(
        ['up', '--detach', '--no-build', '--wait', '--wait-timeout', '600'],
        previous.folder,
      );
      took('well, from nothing');
    });

    it('is upgraded with people who wait: nobody is lost, and those from before are there', async () => {
      const before = await register(portal.origin, newCedula('22'));
      await areAnswered([before]);
      const waiting: Client[] = [];
      for (let count = 0; count < 5; count += 1) waiting.push(await register(portal.origin, newCedula('22')));
      const built = stopwatch();
      await portal.compose(['build']);
      built('images of this release');
      const took = stopwatch();
      await wellAgain();
      took('upgraded');
      await areAnswered([before, ...waiting]);
    });

    describePeople(() => portal.origin);

    it('lets speak to each other only who must', async () => {
      expect(await wrongPairs(pairs, portal.inside)).to.deep.equal([]);
      told('pairs tried from inside', pairs.length);
    });

    it('keeps what holds people’s data from the network outside', async () => {
      const out = `require('node:net').connect({ host: '1.1.1.1', port: 443 }).setTimeout(2000, () => process.exit(7)).on('error', () => process.exit(7)).on('connect', () => process.exit(0))`;
      expect((await portal.inside('census', ['node', '-e', out])).code).to.equal(7);
    });

    for (const service of services)
      it(`finds nothing wrong in ${service}`, async () => {
        const { code, stdout } = await portal.inside(service, [
          'node',
          'scripts/production/censo.mjs',
          'doctor',
        ]);
        expect(code, stdout).to.equal(0);
      });

    it('writes a backup that opens with its key and no other', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'censo-acceptance-'));
      const key = join(folder, 'respaldos.key');
      const file = join(folder, 'censo.tar.gz.age');
      const censo = ['scripts/production/censo.mjs'];
      await order(process.execPath, [...censo, 'backup-key', '--out', key]);
      const recipient = /age1\w+/.exec(await readFile(key, 'utf8'))?.[0] ?? '';
      await portal.composeTo(file, ['run', '--rm', '-T', 'backup'], { BACKUP_RECIPIENTS: recipient });
      const opened = await order(process.execPath, [...censo, 'verify', file, '--clave', key]);
      console.log(`      ${opened.trim().split('\n').join('\n      ')}`);
      await order(process.execPath, [...censo, 'backup-key', '--out', `${key}2`]);
      expect(
        (await attempt(process.execPath, [...censo, 'verify', file, '--clave', `${key}2`])).code,
      ).to.not.equal(0);
      await rm(folder, { recursive: true });
    });

    for (const part of [...services, ...servers])
      it(`loses nobody when ${part} is killed while people wait and come`, async () => {
        const before = await register(portal.origin, newCedula('22'));
        const container = await portal.container(part);
        const restarts = await restartsOf(container);
        const took = stopwatch();
        const how = await kill(container);
        const during = await register(portal.origin, newCedula('22'));
        await areAnswered([before, during]);
        if (how === 'crash') expect(await restartsOf(container)).to.be.above(restarts);
        took(`${how}, both answered`);
        await wellAgain();
      });

    it('comes back by itself when the engine was started anew', async function () {
      if (engineRestart === undefined) {
        console.warn(
          '      not run: ENGINE_RESTART says how the engine is started anew ("systemctl restart docker")',
        );
        this.skip();
      }
      const waiting = await register(portal.origin, newCedula('22'));
      const took = stopwatch();
      await order('sh', ['-c', engineRestart], { timeoutMs: 300_000 });
      const later = await register(portal.origin, newCedula('22'));
      await areAnswered([waiting, later]);
      took('the engine anew, both answered');
    });

    it('is watched by Prometheus and Grafana with --profile monitoring', async function () {
      const images = ['prom/prometheus:v3.5.0', 'grafana/grafana:12.1.1'];
      const missing = [];
      for (const image of images) if (!(await canHave(image))) missing.push(image);
      if (missing.length > 0) {
        console.warn(`      not run: no ${missing.join(', ')} here (docker pull ${missing[0]})`);
        this.skip();
      }
      await portal.compose([
        '--profile',
        'monitoring',
        'up',
        '--detach',
        '--no-build',
        '--wait',
        '--wait-timeout',
        '300',
      ]);
    });

    it('stops within the time that it is given, with nobody killed', async () => {
      await portal.compose(['stop', '--timeout', '40']);
      for (const service of services) {
        const code = await order('docker', [
          'inspect',
          '--format',
          '{{.State.ExitCode}}',
          await portal.container(service),
        ]);
        expect(code.trim(), service).to.equal('0');
      }
    });
  });
