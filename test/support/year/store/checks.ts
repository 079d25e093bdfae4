import type { TableName, Tables } from './tables.ts';

/** As Postgres names what a table does not take. */
export class StoreError extends Error {
  override readonly name = 'DriverException';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Checks = { [T in TableName]?: Record<string, (row: Tables[T]) => boolean> };

/** The check constraints of the migrations. */
const checks: Checks = {
  records: {
    'what waits is due some day': ({ status, dueAt }) => status !== 'PENDING' || dueAt != null,
    'what runs has a lease': ({ status, leaseId }) => (status === 'PROCESSING') === (leaseId != null),
    'a lease ends': ({ leaseId, leaseExpiresAt }) => (leaseId == null) === (leaseExpiresAt == null),
    'a batch waits for what is to come': ({ batchId, dueAt, leaseId }) =>
      batchId == null || dueAt != null || leaseId != null,
  },
  lanes: {
    'an open circuit ends': ({ state, openUntil }) => (state === 'open') === (openUntil != null),
    'only an open one is probed': ({ state, probeLeaseId }) => probeLeaseId == null || state === 'open',
  },
  places: {
    'nobody left before they came': ({ firstAt, lastAt }) => firstAt <= lastAt,
  },
  batches: {
    'no more are done than there are': ({ done, total }) => done >= 0 && done <= total,
    'who failed or was passed over is done': ({ failed, skipped, done }) =>
      failed >= 0 && skipped >= 0 && failed + skipped <= done,
    'what was cancelled is finished': ({ cancelledAt, finishedAt }) =>
      cancelledAt == null || finishedAt != null,
  },
};

/** @throws StoreError when the table does not take the row */
export const assertTaken = <T extends TableName>(table: T, row: Tables[T]): void => {
  const rules: Record<string, (row: Tables[T]) => boolean> | undefined = checks[table];
  for (const [name, holds] of Object.entries(rules ?? {}))
    if (!holds(row)) throw new StoreError('23514', `${table}: ${name}: ${JSON.stringify(row)}`);
};
