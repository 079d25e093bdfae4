import type { LeftBatch, RecordRow } from '../../../../services/census/record/record.ts';
import type { LaneRow } from '../../../../services/census/store/entities.ts';
import type { SchemaName } from '../../../../shared/persistence/schemas.ts';

/** The rows of the simulated database, under the names that the entities have. */

interface AttemptRow {
  leaseId: string;
  userId: string;
  attempt: number;
  worker: string;
  lane: string | null;
  traceId: string | null;
  source: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: string | null;
  detail: string | null;
  refund: 'owed' | 'paid' | null;
}

export interface BatchRow {
  id: string;
  requestedBy: string;
  requestedAs: string;
  requestedAt: Date;
  total: number;
  done: number;
  failed: number;
  skipped: number;
  submissions: Record<string, number>;
  cancelledAt: Date | null;
  finishedAt: Date | null;
}

interface MemberRow {
  batchId: string;
  userId: string;
  position: number;
}

interface LeaderRow {
  userId: string;
  referrerId: string | null;
  leads: boolean;
  asOf: Date;
}

export interface ConsentRow {
  userId: string;
  lookup: boolean;
  sharing: boolean;
  asOf: Date;
  lastVersion: number;
}

interface ErasedRow {
  personHash: string;
  erasedAt: Date;
  seal: string | null;
  detaching: string | null;
  led: boolean;
}

interface OutboxRow {
  id: number;
  name: string;
  payload: Record<string, unknown>;
  createdAt: Date;
}

interface DeadLetterRow {
  id: string;
  name: string;
  payload: Record<string, unknown>;
  error: string;
  tries: number;
  lastTryAt: Date;
  deadAt: Date | null;
}

interface CatchUpRow {
  recentAt: Date | null;
  recentId: string | null;
  wholeAt: Date | null;
  wholeId: string | null;
  heldUntil: Date;
  nextAt: Date;
  seenAt: Date;
}

interface WorkerRow {
  name: string;
  slots: number;
  trouble: string | null;
  seenAt: Date;
}

export interface PlaceRow {
  id: string;
  userId: string;
  departamento: string;
  municipio: string;
  puesto: string;
  direccion: string;
  mesa: string;
  source: string | null;
  firstAt: Date;
  lastAt: Date;
}

interface OperationRow {
  id: number;
  at: Date;
  by: string;
  kind: string;
  detail: string;
}

/** Every table of the census that the simulation needs; of accounts there are the first three. */
export interface Tables {
  outbox: OutboxRow;
  dead_letters: DeadLetterRow;
  catch_up: CatchUpRow;
  records: RecordRow;
  attempts: AttemptRow;
  lanes: LaneRow;
  batches: BatchRow;
  batch_members: MemberRow;
  leaders: LeaderRow;
  consents: ConsentRow;
  erased: ErasedRow;
  evidence: { leaseId: string; storedAt: Date };
  pause: { since: Date; by: string; reason: string };
  operations: OperationRow;
  workers: WorkerRow;
  places: PlaceRow;
}
export type TableName = keyof Tables;
export type Schema = Extract<SchemaName, 'census' | 'accounts'>;

const ONLY = 'only';

/** The key of each table's rows. */
export const keyOf: { [T in TableName]: (row: Tables[T]) => string } = {
  outbox: ({ id }) => String(id),
  dead_letters: ({ id }) => id,
  catch_up: () => ONLY,
  records: ({ userId }) => userId,
  attempts: ({ leaseId }) => leaseId,
  lanes: ({ name }) => name,
  batches: ({ id }) => id,
  batch_members: ({ batchId, userId }) => `${batchId} ${userId}`,
  leaders: ({ userId }) => userId,
  consents: ({ userId }) => userId,
  erased: ({ personHash }) => personHash,
  evidence: ({ leaseId }) => leaseId,
  pause: () => ONLY,
  operations: ({ id }) => String(id),
  workers: ({ name }) => name,
  places: ({ id }) => id,
};

export const tableNames = Object.keys(keyOf) as readonly TableName[];

/** What a record has where the statement that makes it says nothing. */
export const recordDefaults = {
  refunds: 0,
  leaseId: null,
  leaseWorker: null,
  leaseExpiresAt: null,
  leasedAt: null,
  lastLeaseId: null,
  answer: null,
  answeredAt: null,
  answerStatus: null,
  errorCode: null,
  batchId: null,
  beforeBatch: null,
  suspended: false,
  move: null,
  leftBatch: null as LeftBatch | null,
  correctedAt: null,
} satisfies Partial<RecordRow>;

export const laneDefaults = {
  state: 'closed',
  refusals: 0,
  reason: null,
  openS: 0,
  openUntil: null,
  probeLeaseId: null,
  lastUsedAt: null,
  servedTurn: 0,
  streak: [],
  answeredAt: null,
  closedAt: null,
} satisfies Partial<LaneRow>;
