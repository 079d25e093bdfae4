import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { User } from '../../../shared/contract/accounts.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { type Client, createClient, newCedula } from '../../support/people/client.ts';
import { openStream, toldIn } from '../../support/people/event-stream.ts';
import { endings, register } from '../kit/endings.ts';
import { canHave, whyNoEngine } from '../kit/engine.ts';
import { attempt, order } from '../kit/order.ts';
import { kill, restartsOf } from './blow.ts';
import { createInstallation, type Installation } from './installation.ts';
import { checkoutOf } from './previous.ts';
import { wrongPairs } from './reach.ts';

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
    let previous: Awaited<ReturnType<typeof checkoutOf>>;
    let admin: Client;
    const began = systemClock.elapsed();
    const told = (what: string, since: number) =>
      console.log(`      ${what}: ${((systemClock.elapsed() - since) / 1_000).toFixed(1)} s`);

    before('nothing of a run before is left', async () => {
      portal = await createInstallation();
      await portal.remove();
      portal = await createInstallation();
      previous = await checkoutOf();
    });
    after('everything goes', async () => {
      await previous?.remove();
      if (process.env.KEEP !== '1') expect(await portal.remove()).to.equal('');
      told('the whole acceptance', began);
    });

    const wellAgain = (): Promise<string> =>
      portal.compose(['up', '--detach', '--no-build', '--wait', '--wait-timeout', '300']);

    it('builds the images and is well with the release before this one', async () => {
      let since = systemClock.elapsed();
      await previous.build(portal);
      told('images of the release before', since);
      since = systemClock.elapsed();
      await portal.compose(
        ['up', '--detach', '--no-build', '--wait', '--wait-timeout', '600'],
        previous.folder,
      );
      told('well, from nothing', since);
    });

    it('is upgraded with people who wait: nobody is lost, and those from before are there', async () => {
      const before = await register(portal.origin, newCedula('22'));
      expect((await before.censusIn(['ACTIVE'])).status).to.equal('ACTIVE');
      const waiting: Client[] = [];
      for (let count = 0; count < 5; count += 1) waiting.push(await register(portal.origin, newCedula('22')));
      let since = systemClock.elapsed();
      await portal.compose(['build']);
      told('images of this release', since);
      since = systemClock.elapsed();
      await wellAgain();
      told('upgraded', since);
      for (const person of waiting) expect((await person.censusIn(['ACTIVE'])).status).to.equal('ACTIVE');
      expect((await before.census())?.status).to.equal('ACTIVE');
    });

    for (const { ending, status } of endings)
      it(`answers ${status} on the live page to whose cédula ends in ${ending}`, async () => {
        const person = await register(portal.origin, newCedula(ending));
        const stream = await openStream(portal.origin, person.cookie());
        await stream.received(status, (event) => toldIn(event).some((view) => view.status === status));
        stream.close();
        expect((await person.censusIn([status])).status).to.equal(status);
      });

    it('lets the administrator make somebody a leader, who sees whom they brought and takes the list', async () => {
      admin = createClient(portal.origin);
      const entered = await admin.login({ cedula: '1000000400', password: 'tinto-y-arepa-caliente' });
      expect(entered.status).to.equal(200);
      const leader = await register(portal.origin, newCedula('22'));
      const { user } = (await leader.get<{ user: User }>('/me')).body;
      const role = await admin.post(`/admin/users/${user.id}/role`, {
        role: 'LEADER',
        reason: 'Lidera su vereda',
      });
      expect(role.status).to.equal(200);
      const brought = await register(portal.origin, newCedula('22'), user.referralCode);
      await brought.censusIn(['ACTIVE']);
      const list = await leader.get<{ items: unknown[] }>('/referrals');
      expect(list.status).to.equal(200);
      expect(list.body.items).to.have.length(1);
      const stranger = await register(portal.origin, newCedula('22'));
      expect((await stranger.get('/admin/users')).status).to.equal(403);
    });

    it('lets speak to each other only who must', async () => {
      const { tried, wrong } = await wrongPairs(portal);
      console.log(`      ${tried} pairs tried from inside`);
      expect(wrong).to.deep.equal([]);
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
        const since = systemClock.elapsed();
        const how = await kill(container);
        const during = await register(portal.origin, newCedula('22'));
        for (const person of [before, during])
          expect((await person.censusIn(['ACTIVE'])).status).to.equal('ACTIVE');
        if (how === 'crash') expect(await restartsOf(container)).to.be.above(restarts);
        told(`${how}, both answered`, since);
        await wellAgain();
      });

    it('comes back by itself when the engine was started anew', async () => {
      if (engineRestart === undefined) {
        console.warn(
          '      not run: ENGINE_RESTART says how the engine is started anew ("systemctl restart docker")',
        );
        return;
      }
      const waiting = await register(portal.origin, newCedula('22'));
      const since = systemClock.elapsed();
      await order('sh', ['-c', engineRestart], { timeoutMs: 300_000 });
      const later = await register(portal.origin, newCedula('22'));
      for (const person of [waiting, later])
        expect((await person.censusIn(['ACTIVE'])).status).to.equal('ACTIVE');
      told('the engine anew, both answered', since);
    });

    it('is watched by Prometheus and Grafana with --profile monitoring', async () => {
      const images = ['prom/prometheus:v3.5.0', 'grafana/grafana:12.1.1'];
      const missing = [];
      for (const image of images) if (!(await canHave(image))) missing.push(image);
      if (missing.length > 0) {
        console.warn(`      not run: no ${missing.join(', ')} here (docker pull ${missing[0]})`);
        return;
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
