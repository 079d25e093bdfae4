import { createDatabasePlaces } from '../../../shared/catch-up/database-places.ts';
import { keepWalking } from '../../../shared/catch-up/keep-walking.ts';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Status } from '../../../shared/contract/census.ts';
import {
  type ChangesPage,
  type PersonChange,
  type RecordChange,
  START_OF_IDS,
} from '../../../shared/contract/changes.ts';
import type { DurableEventName, DurableEvents } from '../../../shared/contract/events.ts';
import { consumeAll } from '../../../shared/durable/consume-all.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { startRelay } from '../../../shared/durable/relay.ts';
import type { Stream } from './bus.ts';
import type { Database } from './link.ts';
import type { Network } from './network.ts';
import type { Process } from './process.ts';

/** A person as accounts knows them. */
export interface Person {
  userId: string;
  cedula: string;
  referrerId: string | null;
  role: Role;
  subnet: string;
  /** When they allowed the lookup that they allow now; null when they do not. */
  registeredAt: Date | null;
  sharing: boolean;
  changedAt: Date;
  decidedAt: Date;
  erasedAt: Date | null;
  /** The copy of what the census says. */
  status: Status | null;
  version: number;
}

/** The people whom accounts has: what is written here is written with its outbox, or not at all. */
export type People = Map<string, Person>;

interface AccountsOptions {
  process: Process;
  database: Database;
  people: People;
  network: Network;
  stream: Stream;
  catchUpS: number;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
}

export interface Accounts {
  /** Changes a person and announces it, in one transaction. */
  write(person: Person, change: Partial<Person>, events: readonly Announced[]): Promise<void>;
}

export type Announced = {
  [N in DurableEventName]: { name: N; payload: DurableEvents[N] };
}[DurableEventName];

export const sealOf = (userId: string): string =>
  Buffer.from(userId.replaceAll('-', '')).toString('hex').slice(0, 64);

/** The part of accounts that the census lives with; its outbox, relay and walk are the real ones. */
export const startAccounts = async (options: AccountsOptions): Promise<Accounts> => {
  const { process, database, people, network, stream, catchUpS, log } = options;
  const fork = database.forkFor(process);
  const bus = stream.busOf(process);
  const copy = (items: readonly Pick<RecordChange, 'userId' | 'status' | 'version'>[]): void => {
    for (const { userId, status, version } of items) {
      const person = people.get(userId);
      if (person === undefined || person.registeredAt === null || person.version >= version) continue;
      Object.assign(person, { status, version });
    }
  };
  await consumeAll(
    bus,
    { 'census.updated': async (event) => copy([event]) },
    { schema: 'accounts', fork, log, deadLettered: () => undefined, clock: process.clock },
  );
  network.serve('accounts', process, {
    changes: async ({ after, limit }: ActionParams<'accounts.changes'>) => pageOf(people, after, limit),
  });
  const relay = startRelay({ schema: 'accounts', fork, bus, log, clock: process.idleClock() });
  keepWalking<RecordChange>(
    { config: { catchUpS }, bus },
    {
      ...{ log, clock: process.idleClock(), places: createDatabasePlaces(fork, 'accounts') },
      read: (after) => network.callOf(process)('census.changes', { after }),
      apply: async (items) => copy(items),
    },
  );
  return {
    async write(person, change, events) {
      const at = new Date(process.clock.now());
      await fork().transactional(async (tx) => {
        for (const { name, payload } of events) await announce(tx, 'accounts', name, payload, at);
      });
      Object.assign(person, change, { changedAt: at });
      people.set(person.userId, person);
      relay.nudge();
    },
  };
};

const pageOf = (
  people: People,
  after: { at: string; id: string } | null,
  limit = 500,
): ChangesPage<PersonChange> => {
  const [at, id] = [
    after === null ? Number.NEGATIVE_INFINITY : Date.parse(after.at),
    after?.id ?? START_OF_IDS,
  ];
  const later = [...people.values()]
    .filter(({ changedAt, userId }) => (changedAt.getTime() === at ? userId > id : changedAt.getTime() > at))
    .sort((a, b) => a.changedAt.getTime() - b.changedAt.getTime() || (a.userId < b.userId ? -1 : 1));
  return { items: later.slice(0, limit).map((one) => present(one, people)), more: later.length > limit };
};

const present = (person: Person, people: People): PersonChange => {
  const { userId, erasedAt, registeredAt, cedula, subnet, role, referrerId, sharing, version } = person;
  const changedAt = person.changedAt.toISOString();
  if (erasedAt !== null)
    return {
      kind: 'removed',
      userId,
      changedAt,
      erased: { erasedAt: erasedAt.toISOString(), seal: sealOf(userId) },
    };
  return {
    ...{ kind: 'person', userId, changedAt, role, censusVersion: version },
    // Whoever is erased is taken out of those whom they referred, else the census would find them different in every walk.
    referrerId: sharing && people.get(referrerId ?? '')?.erasedAt === null ? referrerId : null,
    registered: registeredAt === null ? null : { cedula, registeredAt: registeredAt.toISOString(), subnet },
    decidedAt: person.decidedAt.toISOString(),
  };
};
