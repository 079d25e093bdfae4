import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, type JetStreamManager, type NatsConnection, RetentionPolicy, StorageType } from 'nats';
import type { DurableBus } from '../../shared/durable/bus.ts';
import { createJetStreamBus } from '../../shared/durable/jetstream-bus.ts';
import { isOlderThanTested } from '../../shared/durable/nats-version.ts';
import { NotHandled } from '../../shared/durable/tries.ts';
import { eventually } from '../support/eventually.ts';
import { refusalOf } from '../support/failures.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { openNats } from '../support/servers/nats-access.ts';
import { missingServers, startNats } from '../support/servers/servers.ts';
import { needs, skipBecause } from '../support/skip.ts';
import { ofVersion } from './support/jetstream.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const GROUP = 'group-census-updated';
/** Short, so that a test need not wait; a machine that stands still for less lets nobody seem asleep. */
const WATCH = { everyMs: 100, asleepMs: 1_500 };

/** What servers may lose, while the portal runs and nobody is there to help. */
describe('Events whose stream or consumer is lost', () => {
  let folder: string;
  let port: number;
  let nats: Child;
  let bus: DurableBus;
  let operator: NatsConnection;
  let manager: JetStreamManager;
  let consumed: number[];
  let followed: number[];
  let gaps: number;
  let remade: string[];

  before(function () {
    needs(this, missingServers('nats-server'));
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-nats-'));
    port = await unusedPort();
    nats = await startNats(port, folder);
    [consumed, followed, gaps, remade] = [[], [], 0, []];
    bus = createJetStreamBus({
      ...{ nats: openNats(`nats://127.0.0.1:${port}`), name: 'prueba', log: silent, watch: WATCH },
      // Without its group nobody would keep what is published.
      consumedBy: (event) => (event === 'census.updated' ? ['group'] : []),
      remade: (event) => remade.push(event),
    });
    await bus.connect();
    bus.onGap(() => {
      gaps += 1;
    });
    await bus.consume(
      'census.updated',
      'group',
      ofVersion(async (version) => void consumed.push(version)),
    );
    await bus.follow(
      'census.updated',
      ofVersion(async (version) => void followed.push(version)),
    );
    operator = await connect({ servers: `nats://127.0.0.1:${port}`, maxReconnectAttempts: -1 });
    manager = await operator.jetstreamManager();
  });
  afterEach(async () => {
    await operator.close();
    await bus.close();
    await nats.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const publish = (version: number) => {
    const userId = '00000000-0000-4000-8000-000000000001';
    const event = { userId, referrerId: null, status: 'PENDING', version } as const;
    return eventually(`event ${version} is published`, () =>
      bus.publish('census.updated', event, `census-${version}`).then(
        () => true,
        () => false,
      ),
    );
  };
  const arrived = (version: number) =>
    eventually(`event ${version} at both`, () => consumed.includes(version) && followed.includes(version));
  /** Until the watch has seen that everything was handled. */
  const atRest = () =>
    eventually('the consumer is at rest', async () => {
      const { ack_floor } = await manager.consumers.info('CENSO', GROUP);
      return ack_floor.stream_seq === (await manager.streams.info('CENSO')).state.last_seq;
    });
  /** Until both are there again: what is published before has nobody to keep it for, and is found by looking. */
  const arrivesAgain = async (): Promise<void> => {
    let version = 1;
    await eventually('an event at both', async () => {
      version += 1;
      await publish(version);
      return consumed.some((one) => one > 1) && followed.some((one) => one > 1);
    });
  };
  const restart = async (between: () => Promise<void>): Promise<void> => {
    nats.kill('SIGKILL');
    await nats.ended;
    await between();
    nats = await startNats(port, folder);
  };

  /** An older one may not take events again after its stream was deleted and made at once, and puts no consumer to sleep. */
  const needsTested = (test: Mocha.Context): void => {
    const version = operator.info?.version ?? '';
    if (isOlderThanTested(version)) skipBecause(test, `NATS ${version} is older than what is tested`);
  };

  it('go on when the stream is deleted while nobody publishes, and it is as it was', async function () {
    needsTested(this);
    const before = await manager.streams.info('CENSO');
    await manager.streams.delete('CENSO');

    await eventually('it is there again', () =>
      manager.streams.info('CENSO').then(
        () => true,
        () => false,
      ),
    );
    expect((await manager.streams.info('CENSO')).config).to.deep.equal(before.config);
    await eventually('whoever needs what it had is told', () => gaps > 0);
    await publish(1);
    await arrived(1);
  });

  it('go on when the stream is deleted at the moment of a publication', async function () {
    needsTested(this);
    await publish(1);
    await arrived(1);
    await manager.streams.delete('CENSO');
    await publish(2);
    await arrived(2);
    expect(gaps).to.be.above(0);
  });

  it('go on when the server comes back with nothing', async () => {
    await publish(1);
    await arrived(1);
    await restart(() => rm(join(folder, 'nats'), { recursive: true }));
    await arrivesAgain();
    await eventually('whoever needs what it had is told', () => gaps > 0);
  });

  it('go on when the consumer is deleted, and whoever needs what was published meanwhile is told', async () => {
    await publish(1);
    await arrived(1);
    await atRest();
    // The server may find its own file in its way, and has deleted it nevertheless.
    await manager.consumers.delete('CENSO', GROUP).catch(() => false);
    await eventually('whoever needs what came meanwhile is told', () => gaps > 0);
    await publish(2);
    await arrived(2);
    expect(consumed).to.deep.equal([1, 2]);
  });

  it('go on when a consumer sleeps over them, and it is told of', async function () {
    needsTested(this);
    await publish(1);
    await arrived(1);
    await atRest();
    await manager.consumers.pause('CENSO', GROUP, new Date(Date.now() + 3_600_000));
    await publish(2);
    await publish(3);
    await arrived(3);
    expect(consumed).to.deep.equal([1, 2, 3]);
    expect(remade).to.deep.equal(['census.updated']);
  });

  it('are not taken for slept over while their handler fails', async () => {
    let tries = 0;
    await bus.consume('user.role_changed', 'busy', async () => {
      tries += 1;
      if (tries < 10) throw new NotHandled('not yet', 250, undefined);
    });
    const userId = '00000000-0000-4000-8000-000000000001';
    const changedAt = '2026-01-02T03:04:05.000Z';
    const event = { userId, referrerId: null, role: 'LEADER', changedAt } as const;
    await bus.publish('user.role_changed', event, 'role-1');
    await eventually('it is handled', () => tries === 10);
    expect(remade).to.deep.equal([]);
  });
});

describe('Events of a stream that an earlier release made', () => {
  let folder: string;
  let port: number;
  let nats: Child;
  let operator: NatsConnection;
  let manager: JetStreamManager;
  const opened: DurableBus[] = [];

  before(function () {
    needs(this, missingServers('nats-server'));
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-nats-'));
    port = await unusedPort();
    nats = await startNats(port, folder);
    operator = await connect({ servers: `nats://127.0.0.1:${port}` });
    manager = await operator.jetstreamManager();
    await manager.streams.add({
      ...{ name: 'CENSO', subjects: ['censo.>'], retention: RetentionPolicy.Limits },
      ...{ storage: StorageType.File, max_age: 7 * 24 * 3_600_000 * 1_000_000 },
    });
    await operator.jetstream().publish('censo.user.registered', '{"cedula":"1032999777"}');
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()));
    await operator.close();
    await nats.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const open = async (
    makesStream: boolean,
    said: string[] = [],
    patienceMs = 30_000,
  ): Promise<DurableBus> => {
    const bus = createJetStreamBus({
      ...{ nats: openNats(`nats://127.0.0.1:${port}`), name: 'prueba', makesStream, patienceMs },
      log: { ...silent, info: (line) => said.push(line) },
    });
    opened.push(bus);
    return bus;
  };
  const kept = async (): Promise<boolean> => {
    const entries = await readdir(join(folder, 'nats'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
    return texts.some((text) => text.includes('1032999777'));
  };

  it('are in no file any more once the stream is replaced, and whoever needs them is told to look', async () => {
    expect(await kept()).to.equal(true);
    const said: string[] = [];
    const bus = await open(true, said);
    let gaps = 0;
    bus.onGap(() => {
      gaps += 1;
    });
    await bus.connect();

    const { config } = await manager.streams.info('CENSO');
    expect(config).to.include({ retention: RetentionPolicy.Interest, storage: StorageType.Memory });
    // The server takes the folder away behind its answer, and it may go while it is read.
    await eventually('it is in no file', async () => !(await kept().catch(() => true)));
    expect(gaps).to.equal(1);
    expect(said).to.deep.equal(['stream CENSO keeps events in memory now, until their consumers have them']);
  });

  it('go on as they did for a process that does not make it', async () => {
    const bus = await open(false);
    await bus.connect();
    const { config } = await manager.streams.info('CENSO');
    expect(config).to.include({ retention: RetentionPolicy.Limits, storage: StorageType.File });
  });

  for (const [more, what] of Object.entries({
    'other subjects': { subjects: ['censo.>', 'MOL-censo.REQ.accounts.>'] },
    'a copy of everything for somebody': { republish: { src: '>', dest: '_INBOX.census.leak.>' } },
    'what another stream has': { sources: [{ name: 'OTRO' }] },
  }))
    it(`are kept in one of ours again when somebody made it with ${more}`, async () => {
      await manager.streams.add({ name: 'OTRO', subjects: ['otro.>'] });
      await manager.streams.delete('CENSO');
      await manager.streams.add({
        ...{ name: 'CENSO', subjects: ['censo.>'], retention: RetentionPolicy.Interest },
        ...{ storage: StorageType.Memory, allow_direct: true, ...what },
      });
      const bus = await open(true);
      await bus.connect();
      const { config } = await manager.streams.info('CENSO');
      expect(config.subjects).to.deep.equal(['censo.>']);
      for (const key of ['republish', 'sources', 'mirror', 'subject_transform'])
        expect(config).to.not.have.property(key);
    });

  it('are waited for by whoever does not make it, and so is what they publish', async () => {
    await manager.streams.delete('CENSO');
    const bus = await open(false);
    const connecting = bus.connect();
    await (await open(true)).connect();
    await connecting;
    const userId = '00000000-0000-4000-8000-000000000001';
    const event = { userId, referrerId: null, status: 'PENDING', version: 1 } as const;
    await bus.publish('census.updated', event, 'census-1');

    await Promise.all(opened.splice(1).map((one) => one.close()));
    await manager.streams.delete('CENSO');
    expect(
      await bus.publish('census.updated', { ...event, version: 2 }, 'census-2').then(
        () => 'published',
        ({ message }: Error) => message,
      ),
    ).to.include('NATS no tiene el flujo CENSO');
    expect(await manager.streams.names().next()).to.deep.equal([]);
  });

  it('are given up on after a while, by a clear sentence, when nobody makes it', async () => {
    await manager.streams.delete('CENSO');
    expect(await refusalOf((await open(false, [], 0)).connect())).to.include({ code: 'stream_missing' });
  });
});
