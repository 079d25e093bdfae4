import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect } from 'nats';
import { natsRoutes } from '../../scripts/production/censo/keys/files.ts';
import { freshSecrets } from '../../scripts/production/censo/keys/secrets.ts';
import type { DurableBus } from '../../shared/durable/bus.ts';
import { createJetStreamBus } from '../../shared/durable/jetstream-bus.ts';
import { eventually } from '../support/eventually.ts';
import { type Child, root, startChild } from '../support/processes/child.ts';
import { standsStill } from '../support/processes/processes.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { asOperator, operatorAccess, writeNatsConfig } from '../support/servers/nats-access.ts';
import { natsServer } from '../support/servers/nats-server.ts';
import { missingServers } from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';
import { ofVersion } from './support/jetstream.ts';

const SERVERS = 3;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const event = (version: number) => ({
  userId: '00000000-0000-4000-8000-000000000001',
  referrerId: null,
  status: 'PENDING' as const,
  version,
});

describe('Events on three servers, with the configuration of production', () => {
  const secrets = freshSecrets();
  let folder: string;
  const servers: Child[] = [];
  const clients: number[] = [];

  const begin = async (index: number): Promise<Child> => {
    const server = startChild(
      natsServer() ?? 'nats-server',
      ['--config', join(folder, String(index), 'config/nats.conf')],
      {
        env: { POD_NAME: `nats-${index}`, PATH: `${process.env.PATH}:/usr/sbin` },
      },
    );
    await server.printed('Server is ready');
    return server;
  };

  /** Until the three have a leader they refuse; a process of the portal then ends and is started again. */
  const open = (name: string): Promise<DurableBus> =>
    eventually('three servers that agree', async () => {
      const url = `nats://127.0.0.1:${clients[0]}`;
      const made = createJetStreamBus({ nats: operatorAccess(url), name, log: silent, replicas: SERVERS });
      return made.connect().then(
        () => made,
        async () => {
          await made.close();
          return null;
        },
      );
    });

  before(async function () {
    needs(this, missingServers('nats-server'));
    folder = await mkdtemp(join(tmpdir(), 'censo-nats-cluster-'));
    const text = await readFile(join(root, 'k8s/overlays/production/nats.conf'), 'utf8');
    const routes = await Promise.all(Array.from({ length: SERVERS }, () => unusedPort()));
    const here = (_: string, index: string) => `127.0.0.1:${routes[Number(index)]}`;
    for (const [index, route] of routes.entries()) {
      const own = join(folder, String(index));
      await writeNatsConfig(own, secrets);
      const cluster = natsRoutes(secrets.natsServers).replaceAll(/nats-(\d)\.nats-peers:6222/g, here);
      await writeFile(join(own, 'secrets/cluster.conf'), cluster);
      const client = await unusedPort();
      clients.push(client);
      const config = text
        .replace('port: 4222', `listen: 127.0.0.1:${client}`)
        .replace('port: 6222', `listen: 127.0.0.1:${route}`)
        .replace(/^http_port.*$/m, '')
        .replace('/tmp/nats.pid', join(own, 'nats.pid'))
        .replace('/data', own);
      await writeFile(join(own, 'config/nats.conf'), config);
    }
    servers.push(...(await Promise.all(routes.map((_, index) => begin(index)))));
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('come through although one server is lost', async () => {
    const bus = await open('prueba');
    const seen: number[] = [];
    await bus.consume(
      'census.updated',
      'group',
      ofVersion(async (version) => void seen.push(version)),
    );
    await bus.publish('census.updated', event(1), 'uno');
    await eventually('the first event', () => seen.includes(1));

    const connection = await connect(asOperator(`nats://127.0.0.1:${clients[0]}`));
    const { config, cluster } = await (await connection.jetstreamManager()).streams.info('CENSO');
    await connection.close();
    expect(config.num_replicas).to.equal(SERVERS);
    expect(cluster?.replicas).to.have.lengthOf(SERVERS - 1);

    servers[2]?.kill('SIGKILL');
    await servers[2]?.ended;
    await eventually('an event although one is gone', () =>
      bus.publish('census.updated', event(2), 'dos').then(
        () => true,
        () => false,
      ),
    );
    await eventually('the second event', () => seen.includes(2));
    await bus.close();
  });

  it('come through although the server at hand stands still with its connections open', async () => {
    servers[2] = await begin(2);
    const bus = await open('quieto');
    const seen: number[] = [];
    await bus.consume(
      'census.updated',
      'group',
      ofVersion(async (version) => void seen.push(version)),
    );
    const frozen = servers[0]?.pid ?? -1;
    servers[0]?.kill('SIGSTOP');
    try {
      await eventually('it stands still', () => standsStill(frozen));
      await eventually('an event over another server', () =>
        bus.publish('census.updated', event(3), 'tres').then(
          () => true,
          () => false,
        ),
      );
      await eventually('its delivery', () => seen.includes(3));
    } finally {
      servers[0]?.kill('SIGCONT');
      await bus.close();
    }
  });
});
