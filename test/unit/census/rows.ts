import type { Weighing } from '../../../services/census/record/changes.ts';
import type { RecordRow } from '../../../services/census/record/record.ts';
import type { RetryPolicy } from '../../../services/census/record/retry-policy.ts';
import type { Answer } from '../../../shared/contract/census.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';

export const NOW = new Date('2026-05-31T15:00:00Z');
export const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

export const POLICY: RetryPolicy = { maxAttempts: 3, delaysS: [60, 300, 900] };

export const TRACE = '44444444-4444-4444-8444-444444444444';

/** How reports are weighed at `now`. */
export const weighedAt = (now: Date, random = 0): Weighing => ({
  policy: POLICY,
  now,
  random,
  retryWindow: (at) => at,
});

/** A person's record as it is made: due at once. */
export const rowWith = (change: Partial<RecordRow> = {}): RecordRow => ({
  userId: '11111111-1111-4111-8111-111111111111',
  cedula: '1020304050',
  referrerId: null,
  status: 'PENDING',
  attempt: 0,
  refunds: 0,
  suspended: false,
  priority: 10,
  turn: 0,
  subnet: null,
  subnetTurn: 0,
  referrerTurn: 0,
  traceId: TRACE,
  requestedBy: '11111111-1111-4111-8111-111111111111',
  requestedAt: NOW,
  dueAt: NOW,
  leaseId: null,
  leaseWorker: null,
  leaseExpiresAt: null,
  leasedAt: null,
  lastLeaseId: null,
  answer: null,
  answeredAt: null,
  answerStatus: null,
  move: null,
  errorCode: null,
  batchId: null,
  beforeBatch: null,
  leftBatch: null,
  version: 1,
  correctedAt: null,
  createdAt: NOW,
  updatedAt: NOW,
  ...change,
});

export const LEASE = {
  leaseId: '22222222-2222-4222-8222-222222222222',
  leaseWorker: 'scraper-1',
  leasedAt: NOW,
  leaseExpiresAt: later(180),
};

export const NO_LEASE = { leaseId: null, leaseWorker: null, leaseExpiresAt: null };

/** What a leader wants of somebody. */
export const LEADER = {
  requestedBy: '33333333-3333-4333-8333-333333333333',
  priority: 20,
  turn: 0,
  traceId: TRACE,
} as const;

/** A record that a scraper has. */
export const leasedRow = (change: Partial<RecordRow> = {}): RecordRow =>
  rowWith({ status: 'PROCESSING', attempt: 1, dueAt: null, ...LEASE, lastLeaseId: LEASE.leaseId, ...change });

export const PLACE = {
  departamento: 'TOLIMA',
  municipio: 'VILLA ESPERANZA',
  puesto: 'ESC RURAL EL ROBLE',
  direccion: 'VDA EL ROBLE',
  mesa: '3',
};

export const ACTIVE_ANSWER = { kind: 'active', ...PLACE } as const satisfies Answer;
export const ACTIVE: Outcome = { ...ACTIVE_ANSWER };

export const cancelledBy = (novedad: string, deceased: boolean): Outcome => ({
  kind: 'cancelled',
  novedad,
  resolucion: '4521 DE 2019',
  fechaNovedad: '12/03/2019',
  deceased,
});
