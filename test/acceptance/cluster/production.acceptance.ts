import { expect } from 'chai';
import { keepWatching } from '../../support/chaos/watchers.ts';
import { eventually } from '../../support/eventually.ts';
import { type Client, newCedula } from '../../support/people/client.ts';
import { root } from '../../support/processes/child.ts';
import { register } from '../kit/endings.ts';
import { describePeople } from '../kit/people-steps.ts';
import { stopwatch, told } from '../kit/told.ts';
import { type Forward, reach } from './forward.ts';
import { takeAllMemory } from './glutton.ts';
import { bringImages, bringStandIns } from './images.ts';
import { createInstallation, makeNamespace, removeNamespaces } from './installation.ts';
import { askKubectl, kubectl, read } from './kubectl.ts';
import { allReady, onePod, podAgain, podsIn, replacePods } from './pods.ts';
import { type Outside, startPostgres } from './postgres.ts';
import { productionOverlay, spaces } from './production.ts';
import { idle, ingress, startResident } from './resident.ts';
import { backUp, backupKey, restoreInto } from './restore.ts';
import { rotate } from './rotation.ts';
import { describeScaling } from './scaling.ts';
import { describeDoctor, describePairs, describeUnchanged } from './steps.ts';
import { rowOf, sumsOf } from './sums.ts';
import { hasCluster } from './why-not.ts';

const { namespace } = spaces;
const services = ['gateway', 'accounts', 'census', 'scraper'] as const;

if (hasCluster)
  describe('kubectl apply of production, with the simulator and Postgres beside it', function () {
    this.timeout(2_400_000);
    // What comes after needs what came before.
    this.bail(process.env.KEEP !== '1');
    const whole = stopwatch();
    const portal = createInstallation(productionOverlay);
    let postgres: Outside;
    let published: Forward;
    const origin = (): string => published.origin;
    const takeAway: (() => Promise<void>)[] = [];
    const remove = async () => {
      for (const goes of takeAway) await goes();
      return removeNamespaces(Object.values(spaces));
    };

    before('nothing of a run before is left', remove);
    after('everything goes', async () => {
      published?.close();
      if (process.env.KEEP !== '1') expect(await remove()).to.deep.equal([]);
      whole('the whole acceptance of production');
    });

    /** People come while it happens; nobody may be lost. */
    const nobodyIsLost = async (
      count: number,
      everyMs: number,
      happening: () => Promise<void>,
    ): Promise<void> => {
      const sums = await sumsOf({ origin: origin(), namespace }, { count, everyMs }, happening);
      told('people', rowOf(sums));
      expect(sums.wrong).to.deep.equal([]);
    };

    it('is well, from nothing', async () => {
      await bringStandIns(['nats', 'redis', 'postgres']);
      await bringImages(root);
      postgres = await startPostgres(root, spaces.postgres);
      await makeNamespace(namespace);
      await portal.makeSecrets(postgres.url);
      const took = stopwatch();
      await portal.apply(root);
      await allReady(namespace);
      took('ready, from nothing');
      const image = 'censo-vivo:0.3.0';
      await makeNamespace(spaces.ingress);
      const parameters = [`gateway.${namespace}`, 'censo.example.org'];
      await startResident(spaces.ingress, { name: 'ingress', image, program: ingress, parameters });
      await makeNamespace(spaces.monitoring);
      await startResident(spaces.monitoring, { name: 'monitor', image, program: idle, parameters: [] });
      published = await reach(spaces.ingress, await onePod(spaces.ingress, 'ingress'), 3000);
    });

    describeUnchanged(portal);

    describePeople(origin);

    describePairs(
      [namespace, spaces.postgres],
      [
        { namespace: spaces.ingress, reaches: { gateway: [3000] } },
        { namespace: spaces.monitoring, reaches: Object.fromEntries(services.map((name) => [name, [9464]])) },
      ],
    );

    describeDoctor(namespace, services);

    it('replaces every pod, one by one, with each open page back at its first try', async () => {
      const people: Client[] = [];
      for (let count = 0; count < 4; count += 1) people.push(await register(origin(), newCedula('22')));
      const watchers = people.map((client) => keepWatching(origin(), client));
      await eventually('every stream is open', () => watchers.every((one) => one.isOpen()));
      await nobodyIsLost(12, 8_000, async () => {
        const took = stopwatch();
        const deployments = services.map((name) => `deployment/${name}`);
        await replacePods(namespace, [...deployments, 'statefulset/nats', 'statefulset/redis']);
        took('all replaced');
      });
      await eventually('every stream is open again', () => watchers.every((one) => one.isOpen()));
      for (const one of watchers) one.close();
      told('ends of the four streams', watchers.map((one) => one.ended()).join(', '));
      expect(watchers.map((one) => one.unannounced())).to.deep.equal(watchers.map(() => 0));
      for (const one of watchers) expect(one.ended()).to.be.within(1, 2);
    });

    it('gives up one pod of each at a time when a node is drained', async () => {
      const { node } = await onePod(namespace, 'gateway');
      const { items } = await read<{ items: unknown[] }>(['get', 'nodes']);
      const isAlone = items.length === 1;
      await nobodyIsLost(6, 5_000, async () => {
        const { code, stderr } = await askKubectl(
          [
            'drain',
            node,
            `--pod-selector=app=censo-vivo,service in (${services.join(',')},nats)`,
            '--delete-emptydir-data',
            '--ignore-daemonsets',
            `--timeout=${isAlone ? 60 : 600}s`,
          ],
          700_000,
        );
        const ready = await Promise.all(
          services.map(
            async (name) => (await podsIn(namespace, name)).filter(({ isReady }) => isReady).length,
          ),
        );
        await kubectl(['uncordon', node]);
        // Without another node the second of each would leave nobody: the budget keeps it.
        if (isAlone) {
          expect(code).to.not.equal(0);
          expect(stderr).to.contain("Cannot evict pod as it would violate the pod's disruption budget");
        } else expect(code, stderr).to.equal(0);
        for (const [index, name] of services.entries()) expect(ready[index], name).to.be.at.least(1);
        told(
          'ready while the node is drained',
          services.map((name, index) => `${name} ${ready[index]}`).join(', '),
        );
        await allReady(namespace);
      });
    });

    it('is scaled out and in', async () => {
      const scale = async (replicas: number): Promise<void> => {
        await kubectl([
          '--namespace',
          namespace,
          'scale',
          `--replicas=${replicas}`,
          'deployment/accounts',
          'deployment/census',
          'deployment/scraper',
        ]);
        await allReady(namespace);
      };
      await nobodyIsLost(8, 6_000, async () => {
        await scale(3);
        await scale(1);
        await scale(2);
      });
    });

    it('starts a scraper anew that took all of its memory', async () => {
      const pod = await onePod(namespace, 'scraper');
      await nobodyIsLost(6, 5_000, async () => {
        await takeAllMemory(namespace, pod.name);
        await eventually('it was killed for its memory, and is ready again', async () => {
          const now = await podAgain(namespace, pod);
          return now !== null && now.restarts > pod.restarts && now.isReady;
        });
        const now = await podAgain(namespace, pod);
        told('how it ended', now?.lastEnd ?? '');
        expect(now?.lastEnd).to.equal('OOMKilled');
      });
    });

    it('loses nobody when Postgres moves to another pod', async () => {
      await nobodyIsLost(8, 5_000, async () => {
        const took = stopwatch();
        await kubectl(['--namespace', spaces.postgres, 'delete', 'pod', 'postgres-0']);
        await allReady(spaces.postgres);
        took('moved');
      });
      expect(
        await postgres.ask(
          "select count(*) from (select 1 from census.attempts where outcome in ('active', 'cancelled', 'not_found') group by user_id having count(*) > 1) twice",
        ),
      ).to.equal('0');
    });

    it('takes new keys and secrets without a stop', async () => {
      const watcher = keepWatching(origin(), await register(origin(), newCedula('22')));
      await nobodyIsLost(16, 8_000, async () => {
        const took = stopwatch();
        await rotate(namespace);
        took('rotated in three steps');
      });
      watcher.close();
      expect(watcher.unannounced()).to.equal(0);
    });

    it('makes a backup, which is restored into an empty database', async () => {
      const { recipient, secret } = await backupKey();
      const took = stopwatch();
      const said = await backUp(namespace, recipient);
      told('the backup', said.trim().split('\n')[0] ?? '');
      await postgres.ask('create database restored');
      const restored = await restoreInto(namespace, postgres.url.replace(/\/censo$/, '/restored'), secret);
      told('the restore', restored.trim().split('\n')[0] ?? '');
      took('backup and restore');
      const people = 'select count(*) from accounts.users';
      expect(await postgres.ask(people, 'restored')).to.equal(await postgres.ask(people));
    });

    describeScaling(namespace, spaces.monitoring, origin, takeAway);
  });
