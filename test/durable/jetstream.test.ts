import { expect } from 'chai';
import { connect, StorageType } from 'nats';
import { natsCheck } from '../../scripts/production/censo/doctor/nats.ts';
import { createJetStreamBus } from '../../shared/durable/jetstream-bus.ts';
import { isOlderThanTested, TESTED_NATS } from '../../shared/durable/nats-version.ts';
import { STREAM } from '../../shared/durable/stream.ts';
import { eventually } from '../support/eventually.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { openNats } from '../support/servers/nats-access.ts';
import { versionOf } from '../support/servers/nats-server.ts';
import { skipBecause } from '../support/skip.ts';
import { silent, useJetStream } from './support/jetstream.ts';

describe('Events, when the server that is to keep them is looked for,', () => {
  const { url, open, startInstead } = useJetStream();

  it('are kept on as many servers as told, which one server alone refuses', async () => {
    const refusal = await open({ replicas: 3, patienceMs: 0 }).then(
      () => 'accepted',
      ({ cause }: Error) => String(cause),
    );
    expect(refusal).to.include('replicas > 1 not supported');
  });

  it('are kept in a way with which censo doctor finds nothing wrong, but with files, where cédulas would stay', async () => {
    await open({});
    const nats = openNats(url());
    const look = () => natsCheck({ nats, services: ['accounts'] }).look();
    expect((await look()).state).to.equal('ok');

    const connection = await connect({ servers: url() });
    const manager = await connection.jetstreamManager();
    const { config } = await manager.streams.info(STREAM);
    await manager.streams.delete(STREAM);
    await manager.streams.add({ ...config, storage: StorageType.File });
    await connection.close();
    expect((await look()).state).to.equal('fault');
  });

  it('are borne by a server that is older than what is tested, which the start says once', async function () {
    const older = '/usr/sbin/nats-server'; // Debian's
    const version = versionOf(older);
    if (version === null || !isOlderThanTested(version))
      return skipBecause(this, 'this machine has no older nats-server');
    await startInstead(older);
    const said: string[] = [];
    await open({ log: { ...silent, warn: (line) => said.push(line) } });

    expect(said).to.deep.equal([
      `NATS ${version} is older than what is tested (${TESTED_NATS}): upgrade the server`,
    ]);
  });

  it('are given up on at the start, with a clear sentence, when the server does not come', async () => {
    const said: string[] = [];
    const clock = createFakeClock();
    const lonely = createJetStreamBus({
      nats: openNats(`nats://127.0.0.1:${await unusedPort()}`),
      name: 'prueba',
      log: { ...silent, warn: (message) => said.push(message) },
      patienceMs: 1_500,
      clock,
    });

    let ended = false;
    const connecting = lonely
      .connect()
      .then(
        () => null,
        (refusal: unknown) => refusal,
      )
      .finally(() => {
        ended = true;
      });
    await eventually('it gives up', async () => {
      if (clock.waiting() > 0) await clock.pass(500);
      return ended;
    });
    const error = await connecting;
    expect(error).to.include({ name: 'AppError', code: 'nats_away' });
    expect(said[0]).to.match(/^waiting for NATS with JetStream \(0 of 2 s\): /);
  });
});
