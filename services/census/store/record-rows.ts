import { z } from 'zod';
import type { Answer, AnsweredStatus, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import type { StoredMove } from '../record/move.ts';
import type { BeforeBatch, LeftBatch, RecordRow } from '../record/record.ts';

/** As it was stored, by whichever release. */
const stored = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

/** What changes of a record, whoever changes it. */
const changing = {
  status: word<Status>(),
  attempt: z.number(),
  refunds: z.number(),
  priority: z.number(),
  turn: z.number(),
  subnet: z.string().nullable(),
  subnetTurn: z.number(),
  referrerTurn: z.number(),
  requestedBy: id.nullable(),
  requestedAt: moment,
  traceId: id.nullable(),
  dueAt: moment.nullable(),
  leaseId: id.nullable(),
  leaseWorker: z.string().nullable(),
  leaseExpiresAt: moment.nullable(),
  leasedAt: moment.nullable(),
  lastLeaseId: id.nullable(),
  answer: stored<Answer>().nullable(),
  answeredAt: moment.nullable(),
  answerStatus: word<AnsweredStatus>().nullable(),
  move: stored<StoredMove>().nullable(),
  errorCode: word<FailureKind>().nullable(),
  batchId: id.nullable(),
  beforeBatch: stored<BeforeBatch>().nullable(),
  suspended: z.boolean(),
  leftBatch: stored<LeftBatch>().nullable(),
  version: z.number(),
  updatedAt: moment,
};

/** A record as a prepared statement reads it: what `RecordEntity` has. */
export const recordRule = z.object({
  ...{ userId: id, cedula: z.string(), referrerId: id.nullable() },
  ...changing,
  ...{ correctedAt: moment.nullable(), createdAt: moment },
} satisfies Record<Extract<keyof RecordRow, string>, z.ZodType>);

const columnOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const recordColumns = Object.keys(recordRule.shape)
  .map((name) => `"records"."${columnOf(name)}" as "${name}"`)
  .join(', ');

/** In the order of `recordValues`. */
export const recordFields = Object.keys(changing) as readonly (keyof typeof changing)[];

/** What a statement sets to store a record, whatever of it has changed; its values are `recordValues`. @param from the first's number */
export const recordSetting = (from: number): string =>
  recordFields.map((name, index) => `"${columnOf(name)}" = $${from + index}`).join(', ');

export const recordValues = (row: RecordRow): unknown[] => recordFields.map((name) => storedAs(row[name]));

/** JSON is given as text. */
const storedAs = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Date)
    ? JSON.stringify(value)
    : (value ?? null);
