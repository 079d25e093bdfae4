import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type JetStreamManager } from 'nats';
import { serversOf } from '../support/faults/faults.ts';
import type { Random } from '../support/random.ts';
import { asOperator as operatorAt } from '../support/servers/nats-access.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import type { System } from '../support/system/system.ts';

/** Something that events are lost by, and which nobody mends. */
export interface Loss {
  name: string;
  strike(system: System, random: Random): Promise<void>;
}

const STREAM = 'CENSO';
/** People come meanwhile, whose events then wait in the outboxes. */
const AWAY_MS = 2_500;
const CENSUSES = ['census-1', 'census-2'];

const asOperator = async (
  system: System,
  work: (manager: JetStreamManager) => Promise<unknown>,
): Promise<void> => {
  const connection = await connect(operatorAt(serversOf(system).natsUrl));
  try {
    await work(await connection.jetstreamManager());
  } finally {
    await connection.close();
  }
};

const consumersOf = async (manager: JetStreamManager): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of manager.consumers.list(STREAM)) names.push(name);
  return names;
};

const withoutNats = async (system: System, meanwhile: () => Promise<unknown>): Promise<void> => {
  const { nats } = serversOf(system);
  await nats.kill();
  await sleep(AWAY_MS);
  await meanwhile();
  await nats.start();
};

export const losses: readonly Loss[] = [
  {
    name: 'stream deleted',
    strike: (system) => asOperator(system, (manager) => manager.streams.delete(STREAM)),
  },
  {
    name: 'stream emptied',
    strike: (system) => asOperator(system, (manager) => manager.streams.purge(STREAM)),
  },
  {
    name: 'a consumer deleted',
    strike: (system, random) =>
      asOperator(system, async (manager) => {
        const names = await consumersOf(manager);
        // The server may find its own file in its way, and has deleted it nevertheless.
        await manager.consumers.delete(STREAM, random.pick(names)).catch(() => false);
      }),
  },
  {
    name: 'a consumer put to sleep',
    strike: (system, random) =>
      asOperator(system, async (manager) => {
        const names = await consumersOf(manager);
        await manager.consumers.pause(STREAM, random.pick(names), new Date(Date.now() + 3_600_000));
      }),
  },
  {
    name: 'NATS killed, its store wiped',
    strike: (system) => withoutNats(system, () => serversOf(system).nats.forget()),
  },
  ...(['accounts', 'census'] as const).map((schema) => ({
    name: `NATS killed, the outbox of ${schema} wiped`,
    strike: (system: System) => withoutNats(system, () => inDatabase(system, `delete from ${schema}.outbox`)),
  })),
  {
    name: 'census killed, people registered, NATS killed, its store wiped',
    async strike(system) {
      await Promise.all(CENSUSES.map((role) => system.kill(role)));
      await sleep(AWAY_MS);
      await withoutNats(system, () => serversOf(system).nats.forget());
      await Promise.all(CENSUSES.map((role) => system.start(role)));
    },
  },
];
