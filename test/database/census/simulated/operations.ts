import type { EntityManager } from '@mikro-orm/postgresql';
import { addToBatch } from '../../../../services/census/batches/add.ts';
import { cancelBatch } from '../../../../services/census/batches/cancel.ts';
import { feedBatches } from '../../../../services/census/batches/feed.ts';
import { endWithRole } from '../../../../services/census/canary/consent.ts';
import { applyPeople, type Person } from '../../../../services/census/catch-up/apply-people.ts';
import { listRecordChanges } from '../../../../services/census/catch-up/record-changes.ts';
import { correctRecord } from '../../../../services/census/consent/correct-record.ts';
import { noteConsent } from '../../../../services/census/consent/note-consent.ts';
import { detachErased } from '../../../../services/census/erasure/detach.ts';
import { erasePerson } from '../../../../services/census/erasure/erase-person.ts';
import { refreshOne } from '../../../../services/census/request/refresh.ts';
import { planRevalidation } from '../../../../services/census/request/revalidate.ts';
import { pause, probe, resume } from '../../../../services/census/steer/operations.ts';
import { purgeEvidence } from '../../../../services/census/store/evidence.ts';
import { purgeHistory } from '../../../../services/census/store/history.ts';
import { noteRole } from '../../../../services/census/store/leaders.ts';
import { forgetSubnets } from '../../../../services/census/store/person-turn.ts';
import { purgePlaces } from '../../../../services/census/store/places.ts';
import { createRecord, renewVersion } from '../../../../services/census/store/records.ts';
import { forgetWorkers } from '../../../../services/census/store/workers.ts';
import { readAnswerWait } from '../../../../services/census/work/answer-wait.ts';
import { completeLease } from '../../../../services/census/work/complete.ts';
import { nextDue } from '../../../../services/census/work/due.ts';
import { expireLeases } from '../../../../services/census/work/expire.ts';
import { giveBackLease } from '../../../../services/census/work/give-back.ts';
import { noteHeartbeat } from '../../../../services/census/work/heartbeat.ts';
import { leaseNext } from '../../../../services/census/work/lease.ts';
import { refundOwed } from '../../../../services/census/work/refund.ts';
import { createDatabasePlaces } from '../../../../shared/catch-up/database-places.ts';
import { failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import { forgetTries, isDead, noteFailure } from '../../../../shared/durable/dead-letters.ts';
import { startForgetting } from '../../../../shared/durable/forget-dead-letters.ts';
import { createInProcessBus } from '../../../../shared/durable/in-process-bus.ts';
import { startRelay } from '../../../../shared/durable/relay.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import type { Random } from '../../../support/random.ts';
import type { Store } from '../../../support/year/store/store.ts';

/** What is done to both stores: with the same values, one after the other. */
export type Operation = (fork: () => EntityManager) => Promise<unknown>;

const CIRCUIT = {
  threshold: 4,
  openS: 900,
  maxOpenS: 3_600,
  people: 2,
  outageOpenS: 60,
  outageMaxOpenS: 300,
};
const POLICY = { maxAttempts: 3, delaysS: [60, 300, 900] };
const HOURS = { from: 0, to: 24 };
const LANES = ['directa', 'norte'];
const silent = { info: () => {}, warn: () => {}, error: () => {} };

interface World {
  random: Random;
  /** The simulated store: whom there is to do something with. */
  store: Store;
  users: readonly string[];
  now: Date;
}

type Make = (world: World) => [name: string, operation: Operation];

const after = (): void => {};
const leading = (id: string) => ({ id, role: 'LEADER' as const });
const OPERATOR = { id: '00000000-0000-4000-8000-00000000000f', role: 'OPERATOR' as const };

const personOf = ({ random, users, now }: World): Person => ({
  ...{
    kind: 'person',
    userId: random.pick(users),
    changedAt: now.toISOString(),
    censusVersion: random.below(4),
  },
  referrerId: random.next() < 0.7 ? random.pick(users) : null,
  role: random.pick(['USER', 'LEADER']),
  registered:
    random.next() < 0.8
      ? { cedula: random.pick(['1020304050', '1020304051']), registeredAt: now.toISOString() }
      : null,
});

const outcomeOf = (random: Random): Outcome =>
  random.pick<() => Outcome>([
    () => ({
      ...{
        kind: 'active',
        departamento: 'HUILA',
        municipio: 'NEIVA',
        puesto: random.pick(['IE UNO', 'IE DOS']),
      },
      ...{ direccion: 'CL 12', mesa: '3' },
    }),
    () => ({ kind: 'not_found' }),
    () => ({
      kind: 'cancelled',
      novedad: 'Baja',
      resolucion: '',
      fechaNovedad: '',
      deceased: random.next() < 0.5,
    }),
    () => failure(random.pick(['timeout', 'blocked', 'wrong_person', 'network']), 'seen'),
    () => failure(random.pick(['timeout', 'unrecognised', 'captcha']), 'seen'),
  ])();

const leaseOf = ({ random, store }: World): string => {
  const running = [...store.rows.records.values()].flatMap(({ leaseId }) => leaseId ?? []);
  // Seldom one that has ended, or never was.
  const past = [...store.rows.attempts.keys()].slice(-6);
  const leases = running.length > 0 && random.next() < 0.8 ? running : past;
  return leases.length === 0 ? OPERATOR.id : random.pick(leases);
};

/** A loop's first round begins a moment after it was made; whoever stops it waits for the end of that. */
const oneRound = async (stop: () => Promise<void>): Promise<void> => {
  await Promise.resolve();
  await Promise.resolve();
  await stop();
};

/** Everything that the simulation asks of the database. */
const makers: readonly Make[] = [
  ({ random, users, now }) => {
    const [userId, referrerId] = [random.pick(users), random.next() < 0.7 ? random.pick(users) : null];
    const subnet = random.next() < 0.7 ? String(random.below(2)).repeat(32) : null;
    const event = { userId, referrerId, subnet, cedula: '1020304050', registeredAt: now.toISOString() };
    return ['registers', (fork) => createRecord(fork(), event, now)];
  },
  ({ random, now }) => {
    const terms = {
      worker: 'scraper',
      lane: random.pick(LANES),
      leaseS: 180,
      maxAttempts: 3,
      scheduledNow: true,
    };
    return ['lease', (fork) => leaseNext(fork(), terms, now)];
  },
  (world) => {
    const { random, now } = world;
    const [leaseId, outcome, draw] = [leaseOf(world), outcomeOf(world.random), random.next()];
    const evidence = random.next() < 0.5 ? { page: 'H4sIAAAAAAAAAwMAAAAAAAAAAAA=', truncated: false } : null;
    const terms = { policy: POLICY, circuit: CIRCUIT, now, random: draw, retryWindow: (at: Date) => at };
    return [
      `report ${outcome.kind}`,
      async (fork) => [
        await completeLease(fork(), { leaseId, outcome, source: 'simulated', evidence }, terms),
        await readAnswerWait(fork(), leaseId),
      ],
    ];
  },
  (world) => {
    const { random, now } = world;
    const [leaseId, asked] = [leaseOf(world), random.next() < 0.5];
    const reason = random.pick(['stopped', 'not_sent', 'lane_failed'] as const);
    const back = { leaseId, asked, reason, detail: null };
    return ['give back', (fork) => giveBackLease(fork(), back, { policy: POLICY, circuit: CIRCUIT, now })];
  },
  ({ now }) => ['expire', (fork) => expireLeases(fork(), POLICY, now)],
  ({ now }) => ['refund', (fork) => refundOwed(fork, now)],
  ({ random, now }) => {
    const lanes = random.next() < 0.7 ? LANES : ['norte'];
    return ['due', (fork) => nextDue(fork(), { lanes, scheduledNow: true }, now)];
  },
  ({ random, now }) => {
    const sign = {
      worker: random.pick(['a', 'b']),
      slots: 2,
      lanes: LANES,
      trouble: null,
      leaving: random.next() < 0.3,
    };
    return ['heartbeat', (fork) => noteHeartbeat(fork(), sign, now)];
  },
  ({ random, users, now }) => {
    const [actor, userId] = [leading(random.pick(users)), random.pick(users)];
    return ['refresh', (fork) => refreshOne(fork(), { actor, cooldownS: 30 }, userId, now)];
  },
  ({ random, users, now }) => {
    const actor = leading(random.pick(users));
    const submission = random.next() < 0.5 ? String(random.below(3)) : undefined;
    return ['batch', (fork) => addToBatch(fork(), { actor, cooldownS: 30 }, users, now, submission)];
  },
  ({ now }) => ['feed', (fork) => feedBatches(fork, 30, now)],
  ({ random, store, now }) => {
    const all = [...store.rows.batches.values()];
    const open = all.filter(({ finishedAt }) => finishedAt === null);
    const batches = open.length > 0 ? open : all;
    const batch = batches.length === 0 ? undefined : random.pick(batches);
    const [owner, id] = [batch?.requestedBy ?? OPERATOR.id, batch?.id ?? OPERATOR.id];
    return ['cancel', (fork) => cancelBatch(fork(), leading(owner), id, now)];
  },
  ({ random, users, now }) => {
    const [userId, referrerId] = [random.pick(users), random.pick(users)];
    const role = random.pick(['LEADER', 'LEADER', 'USER'] as const);
    const event = { userId, referrerId, role, changedAt: now.toISOString() };
    return ['role', (fork) => noteRole(fork(), event).then(() => endWithRole(fork(), event))];
  },
  ({ random, users, now }) => {
    const event = {
      ...{ userId: random.pick(users), referrerId: random.pick(users), coordinatorId: null },
      ...{ lookup: random.next() < 0.6, sharing: random.next() < 0.6, asking: random.next() < 0.3 },
      changedAt: new Date(now.getTime() - random.pick([0, 0, 600_000])).toISOString(),
    };
    return ['consent', (fork) => noteConsent(fork(), event, now)];
  },
  ({ random, users, now }) => {
    const event = {
      ...{ userId: random.pick(users), referrerId: random.pick(users) },
      cedula: random.pick([null, '1020304051', '1020304052']),
      correctedAt: new Date(now.getTime() - random.pick([0, 0, 600_000])).toISOString(),
    };
    return ['correction', (fork) => correctRecord(fork(), event, now)];
  },
  ({ random, users, now }) => {
    const seal = random.pick(['', 'ab'.repeat(32), 'cd'.repeat(32)]);
    const event = { userId: random.pick(users), erasedAt: now.toISOString(), ...(seal && { seal }) };
    // Few, or nobody would be left.
    const happens = random.next() < 0.3;
    return ['erase', async (fork) => (happens ? erasePerson(fork, event, now) : null)];
  },
  () => ['detach', (fork) => detachErased(fork, new AbortController().signal)],
  (world) => {
    const { random, users, now } = world;
    // One: in which order Postgres compares several is its own affair.
    const people = [personOf(world)];
    const erased = { erasedAt: now.toISOString(), seal: 'ef'.repeat(32) };
    const removed = {
      kind: 'removed' as const,
      userId: random.pick(users),
      changedAt: now.toISOString(),
      erased,
    };
    const items = random.next() < 0.1 ? [removed] : people;
    const told: unknown[] = [];
    return [
      'looking',
      async (fork) => {
        const found = (kind: string): void => void told.push(kind);
        const failed = (_: string, error: unknown): void =>
          void told.push((error as { code?: unknown }).code);
        told.length = 0;
        await applyPeople({ fork, now: () => now, after, found, failed }, items);
        return [...told];
      },
    ];
  },
  ({ random, users, now }) => {
    const [userId, told] = [random.pick(users), random.below(12)];
    return ['renew', (fork) => renewVersion(fork(), userId, told, now)];
  },
  ({ now }) => {
    const after = { at: new Date(now.getTime() - 3_600_000).toISOString(), id: OPERATOR.id };
    return ['changes', (fork) => listRecordChanges(fork(), { after, limit: 5 })];
  },
  ({ random, now }) => {
    const days = random.pick([0, 1]);
    return ['plan', (fork) => planRevalidation(fork(), { days, hours: HOURS, final: true }, now)];
  },
  ({ random, now }) => {
    const order = random.pick([
      (fork: () => EntityManager) => pause(fork(), OPERATOR, 'elecciones', now),
      (fork: () => EntityManager) => resume(fork(), OPERATOR, now),
      (fork: () => EntityManager) => resume(fork(), OPERATOR, now),
      (fork: () => EntityManager) => probe(fork(), OPERATOR, now),
    ]);
    return ['operator', order];
  },
  ({ now }) => [
    'purge',
    async (fork) => [
      await purgeEvidence(fork(), 1, now),
      await purgeHistory(fork(), 2, now),
      await purgePlaces(fork(), 2, now),
      await forgetSubnets(fork(), now),
      await forgetWorkers(fork(), now),
    ],
  ],
  () => [
    'publish',
    async (fork) => {
      const bus = createInProcessBus();
      const told: unknown[] = [];
      await bus.consume('census.updated', 'test', async (payload) => void told.push(payload));
      const clock = createFakeClock();
      const relay = startRelay({ schema: 'census', fork, bus, log: silent, clock });
      await oneRound(() => relay.stop());
      return told;
    },
  ],
  ({ random, users, now }) => {
    const id = `accounts-${random.below(3)}`;
    const payload = { userId: random.pick(users), referrerId: random.pick(users) };
    const failed = { id, name: 'user.registered' as const, payload, error: 'Error' };
    const act = random.pick<Operation>([
      (fork) => noteFailure(fork(), 'census', failed, { now, maxTries: 2 }),
      (fork) => noteFailure(fork(), 'census', failed, { now, maxTries: 2 }),
      (fork) => isDead(fork(), 'census', id),
      (fork) => forgetTries(fork(), 'census', id),
    ]);
    return ['dead letters', act];
  },
  ({ now }) => [
    'forget',
    async (fork) => {
      const clock = createFakeClock(now.getTime() + 29 * 86_400_000);
      const forgetting = startForgetting({ schema: 'census', fork, log: silent, clock });
      await oneRound(() => forgetting.stop());
    },
  ],
  ({ random, users, now }) => {
    const [hurried, seenAll] = [random.next() < 0.5, random.next() < 0.5];
    const reached = { recent: { at: now.toISOString(), id: random.pick(users) }, whole: null };
    const next = new Date(now.getTime() + random.pick([0, 60_000]));
    return [
      'walk',
      async (fork) => {
        const places = createDatabasePlaces(fork, 'census');
        const taken = await places.take(now, hurried);
        if (taken !== null) await places.keep(reached, now);
        if (taken !== null) await places.release(now, next, seenAll);
        return taken;
      },
    ];
  },
];

/** How often each is done, besides once: most of the others need these. */
const OFTEN = [
  makers[0],
  makers[0],
  makers[1],
  makers[1],
  makers[1],
  makers[2],
  makers[2],
  makers[9],
  makers[10],
  makers[24],
];

export const someOperation = (world: World): [name: string, operation: Operation] => {
  const make = world.random.next() < 0.5 ? world.random.pick(OFTEN) : world.random.pick(makers);
  if (make === undefined) throw new Error('there is always something to do');
  return make(world);
};
