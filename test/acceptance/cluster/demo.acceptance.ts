import { expect } from 'chai';
import { eventually } from '../../support/eventually.ts';
import { type Client, newCedula } from '../../support/people/client.ts';
import { root } from '../../support/processes/child.ts';
import { areAnswered, register } from '../kit/endings.ts';
import { describePeople } from '../kit/people-steps.ts';
import { type Checkout, checkoutOf } from '../kit/previous.ts';
import { stopwatch } from '../kit/told.ts';
import { type Forward, forward } from './forward.ts';
import { bringImages, bringStandIns } from './images.ts';
import { createInstallation, makeNamespace, removeNamespaces } from './installation.ts';
import { askKubectl, kubectl } from './kubectl.ts';
import { allReady, onePod, podAgain, signalPod } from './pods.ts';
import { describeDoctor, describePairs, describeUnchanged } from './steps.ts';
import { hasCluster } from './why-not.ts';

const namespace = 'censo-acceptance-demo';
const services = ['gateway', 'accounts', 'census', 'scraper', 'simulator'] as const;
const servers = ['postgres', 'nats', 'redis'] as const;

if (hasCluster)
  describe('kubectl apply of the demonstration', function () {
    this.timeout(2_400_000);
    // What comes after needs what came before.
    this.bail(process.env.KEEP !== '1');
    const portal = createInstallation({ namespace, resources: ['k8s/overlays/demo'] });
    const whole = stopwatch();
    let previous: Checkout;
    let published: Forward;
    const origin = (): string => published.origin;

    before('nothing of a run before is left', async () => {
      await removeNamespaces([namespace]);
      previous = await checkoutOf();
    });
    after('everything goes', async () => {
      published?.close();
      await previous?.remove();
      if (process.env.KEEP !== '1') expect(await removeNamespaces([namespace])).to.deep.equal([]);
      whole('the whole acceptance of the demonstration');
    });

    it('is well with the release before this one, from nothing', async () => {
      const built = stopwatch();
      await bringStandIns(['nats', 'redis', 'postgres']);
      await bringImages(previous.folder);
      await bringImages(root);
      built('images built and brought');
      const took = stopwatch();
      await makeNamespace(namespace);
      await portal.makeSecrets();
      await portal.apply(previous.folder);
      await allReady(namespace);
      took('ready, from nothing');
      published = await forward(namespace, 'service/gateway', 80);
    });

    /** As k8s/README.md says it, where the CHANGELOG says **Upgrade**. */
    const inTwoSteps = async (release: string, first: string): Promise<void> => {
      await portal.apply(release, ['--selector', first]);
      await allReady(namespace);
      await portal.apply(release);
      await allReady(namespace);
    };
    let first: Client;

    it('is upgraded with people who wait: the migration orders itself, nobody is lost', async () => {
      first = await register(origin(), newCedula('22'));
      await areAnswered([first]);
      const waiting: Client[] = [];
      for (let count = 0; count < 5; count += 1) waiting.push(await register(origin(), newCedula('22')));
      const took = stopwatch();
      await inTwoSteps(root, 'service notin (gateway,scraper)');
      took('upgraded, all ready');
      await areAnswered([first, ...waiting]);
      await kubectl([
        ...['--namespace', namespace, 'wait', '--for=condition=complete', 'job', '--selector'],
        ...['service=migrate', '--timeout=300s'],
      ]);
    });

    describeUnchanged(portal);

    it('lets in no pod that is not shut in', async () => {
      const { code, stderr } = await askKubectl([
        ...['--namespace', namespace, 'run', 'loose', '--image=censo-vivo:any', '--dry-run=server'],
      ]);
      expect(code).to.not.equal(0);
      expect(stderr).to.contain('violates PodSecurity "restricted');
    });

    describePeople(origin);

    describePairs([namespace]);

    describeDoctor(namespace, services);

    for (const service of ['gateway', 'accounts', 'census', 'scraper'] as const)
      it(`takes a frozen ${service} out of service, and starts it anew`, async () => {
        const pod = await onePod(namespace, service);
        const frozen = stopwatch();
        const anew = stopwatch();
        await signalPod(namespace, pod.name, 'SIGSTOP');
        await eventually('it is not ready', async () => (await podAgain(namespace, pod))?.isReady === false);
        frozen('not ready after');
        await eventually(
          'it was started anew, and is ready',
          async () => {
            const now = await podAgain(namespace, pod);
            return now !== null && now.restarts > pod.restarts && now.isReady;
          },
          600_000,
        );
        anew('started anew and ready after');
      });

    it('keeps the gateway in service, which says that accounts is away, and needs no help when it is back', async () => {
      const gateway = await onePod(namespace, 'gateway');
      await kubectl(['--namespace', namespace, 'scale', 'deployment/accounts', '--replicas=0']);
      const page = await eventually('a page says that a part is away', async () => {
        const { status } = await first.get('/me');
        return status === 503;
      });
      expect(page).to.equal(true);
      expect(await podAgain(namespace, gateway)).to.include({ isReady: true, restarts: gateway.restarts });
      await kubectl(['--namespace', namespace, 'scale', 'deployment/accounts', '--replicas=1']);
      await allReady(namespace);
      await areAnswered([await register(origin(), newCedula('22'))]);
    });

    for (const service of [...services, ...servers])
      it(`loses nobody when ${service} dies while people wait and come`, async () => {
        const waiting = await register(origin(), newCedula('22'));
        const pod = await onePod(namespace, service);
        const took = stopwatch();
        if (servers.some((name) => name === service))
          await kubectl(['--namespace', namespace, 'delete', 'pod', pod.name, '--grace-period=1']);
        else await signalPod(namespace, pod.name, 'SIGKILL');
        const coming = await register(origin(), newCedula('22'));
        await areAnswered([waiting, coming]);
        took('both answered');
        await allReady(namespace);
      });

    it('goes back to the release before, and forward again, with people who wait', async () => {
      for (const [release, what, order] of [
        [previous.folder, 'back', 'service notin (accounts,census)'],
        [root, 'forward again', 'service notin (gateway,scraper)'],
      ] as const) {
        const waiting = [
          await register(origin(), newCedula('22')),
          await register(origin(), newCedula('22')),
        ];
        const took = stopwatch();
        await inTwoSteps(release, order);
        took(what);
        await areAnswered([first, ...waiting]);
      }
    });
  });
