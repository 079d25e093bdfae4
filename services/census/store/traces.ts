import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Lease } from '../../../shared/contract/census.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { currentTraceparent, isTracing, noteSpan } from '../../../shared/tracing/tracing.ts';

/** Notes in which trace somebody's lookup was asked for. Nothing is asked of the database where no traces are collected. */
export const noteTrace = async (em: EntityManager, userId: string): Promise<void> => {
  const traceparent = currentTraceparent();
  if (traceparent === undefined) return;
  await em.execute('update "census"."records" set "traceparent" = ? where "user_id" = ?', [
    traceparent,
    userId,
  ]);
};

/** The lease with the trace in which it was asked for. */
export const withTrace = async (em: EntityManager, lease: Lease | null): Promise<Lease | null> => {
  if (lease === null || !isTracing()) return lease;
  const [row] = await readRows(
    em,
    z.object({ traceparent: z.string().nullable() }),
    'select "traceparent" from "census"."records" where "user_id" = ?',
    [lease.userId],
  );
  if (row?.traceparent == null) return lease;
  noteSpan('lease', row.traceparent);
  return { ...lease, traceparent: row.traceparent };
};
