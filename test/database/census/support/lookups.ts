import { randomUUID } from 'node:crypto';
import type { CircuitPolicy } from '../../../../services/census/circuit/circuit.ts';
import type { RetryPolicy } from '../../../../services/census/record/retry-policy.ts';
import { noteLanes } from '../../../../services/census/store/lanes.ts';
import { createRecord } from '../../../../services/census/store/records.ts';
import { completeLease, type Reception } from '../../../../services/census/work/complete.ts';
import { leaseNext } from '../../../../services/census/work/lease.ts';
import type { Actor } from '../../../../shared/contract/accounts.ts';
import type { Lease, Status } from '../../../../shared/contract/census.ts';
import type { DurableEvents } from '../../../../shared/contract/events.ts';
import type { Evidence } from '../../../../shared/contract/evidence.ts';
import { type FailureKind, failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import type { TestDatabase } from '../../../support/servers/postgres.ts';
import { START } from '../../support/clock.ts';

export const policy: RetryPolicy = { maxAttempts: 3, delaysS: [60, 300, 900] };
/** Outages have tests of their own: here it takes more people than there are. */
export const circuit: CircuitPolicy = {
  ...{ threshold: 5, openS: 900, maxOpenS: 21_600 },
  ...{ people: 100, outageOpenS: 60, outageMaxOpenS: 300 },
};
export const LEASE_S = 180;
export const LANE = 'directa';

export const active = {
  kind: 'active',
  departamento: 'ANTIOQUIA',
  municipio: 'EL PEÑOL',
  puesto: 'I.E. "LA INVENTADA" – SEDE 2',
  direccion: 'CR 10 # 20-30',
  mesa: '007',
} as const satisfies Outcome;

export const cancelled = (deceased: boolean) =>
  ({
    kind: 'cancelled',
    novedad: deceased ? 'Cancelada por Muerte' : 'Pérdida o Suspensión de los Derechos Políticos',
    resolucion: '0123',
    fechaNovedad: '05/06/2019',
    deceased,
  }) as const satisfies Outcome;

export const notFound = { kind: 'not_found' } as const satisfies Outcome;

export const failed = (kind: FailureKind): Outcome => failure(kind, `seen: ${kind}`);

/** A record as a test sees it, with the names of its columns. */
export interface StoredRecord {
  user_id: string;
  status: Status;
  attempt: number;
  priority: number;
  requested_by: string | null;
  requested_at: Date;
  due_at: Date | null;
  lease_id: string | null;
  lease_worker: string | null;
  lease_expires_at: Date | null;
  answer: object | null;
  answered_at: Date | null;
  move: { seenAt: string | null } | null;
  error_code: string | null;
  batch_id: string | null;
  before_batch: object | null;
  turn: number;
  last_lease_id: string | null;
  answer_status: string | null;
  updated_at: Date;
  version: number;
}

interface StoredAttempt {
  lease_id: string;
  user_id: string;
  attempt: number;
  worker: string;
  lane: string | null;
  trace_id: string | null;
  source: string | null;
  started_at: Date;
  finished_at: Date | null;
  outcome: string | null;
  detail: string | null;
  refund: string | null;
}

interface Announcement {
  name: string;
  payload: DurableEvents['census.updated'];
}

export interface Lookups {
  /** Stores the record of an invented person who registered at `now`. @returns their id */
  register(given?: { userId?: string; referrerId?: string; cedula?: string }, now?: Date): Promise<string>;
  lease(now?: Date, worker?: string): Promise<Lease | null>;
  /** Leases the one record that is due. @throws Error when none is */
  take(now?: Date): Promise<Lease>;
  complete(
    leaseId: string,
    outcome: Outcome,
    now?: Date,
    random?: number,
    evidence?: Evidence | null,
  ): Promise<Reception>;
  /** A whole lookup of the one record that is due, both at `now`. */
  lookUp(outcome: Outcome, now?: Date): Promise<void>;
  /** Changes columns past the service, to begin a test in the middle of a story. */
  set(userId: string, columns: Partial<StoredRecord>): Promise<void>;
  record(userId: string): Promise<StoredRecord>;
  attempts(userId: string): Promise<StoredAttempt[]>;
  /** What has been announced about one person, oldest first. */
  announcements(userId: string): Promise<Announcement[]>;
}

/** The short words in which the tests of the census tell their stories. */
export const lookupsIn = (database: TestDatabase): Lookups => {
  const lookups: Lookups = {
    async register({ userId = randomUUID(), referrerId, cedula = '1020304050' } = {}, now = START) {
      const event = { userId, cedula, referrerId: referrerId ?? null, registeredAt: now.toISOString() };
      await createRecord(database.fork(), event, now);
      return userId;
    },
    lease: async (now = START, worker = 'worker-1') => {
      await noteLanes(database.fork(), [LANE], now);
      return leaseNext(
        database.fork(),
        { worker, lane: LANE, leaseS: LEASE_S, maxAttempts: policy.maxAttempts, scheduledNow: true },
        now,
      );
    },
    async take(now) {
      const lease = await lookups.lease(now);
      if (lease === null) throw new Error('no record is due');
      return lease;
    },
    complete: (leaseId, outcome, now = START, random = 0, evidence = null) =>
      completeLease(
        database.fork(),
        { leaseId, outcome, source: 'consultacenso', evidence },
        { policy, circuit, retryWindow: (at) => at, now, random },
      ),
    async lookUp(outcome, now = START) {
      const due = await database.query('select 1 from census.records where due_at <= $1', [now]);
      if (due.length !== 1) throw new Error(`${due.length} records are due, not one`);
      const { leaseId } = await lookups.take(now);
      await lookups.complete(leaseId, outcome, now);
    },
    async set(userId, columns) {
      const assignments = Object.keys(columns).map((column, index) => `"${column}" = $${index + 2}`);
      await database.query(`update census.records set ${assignments.join(', ')} where user_id = $1`, [
        userId,
        ...Object.values(columns),
      ]);
    },
    async record(userId) {
      const [row] = await database.query<StoredRecord>('select * from census.records where user_id = $1', [
        userId,
      ]);
      if (row === undefined) throw new Error(`no record of ${userId}`);
      return row;
    },
    attempts: (userId) =>
      database.query<StoredAttempt>(
        'select * from census.attempts where user_id = $1 order by started_at, attempt',
        [userId],
      ),
    announcements: (userId) =>
      database.query<Announcement>(
        `select name, payload from census.outbox where payload ->> 'userId' = $1 order by id`,
        [userId],
      ),
  };
  return lookups;
};

export const actor = (role: Actor['role'], id: string = randomUUID()): Actor => ({ id, role });
