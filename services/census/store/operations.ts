import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { NOBODY, type OperationKind } from '../../../shared/contract/lookups.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import type { Circuit } from '../circuit/circuit.ts';

/** Something that an operator did, or a circuit, when and with what reason. */
const operationRule = z.object({ at: moment, by: id, kind: word<OperationKind>(), detail: z.string() });
export type Operation = z.output<typeof operationRule>;

/** One line of what was done. */
export const noteOperation = async (
  em: EntityManager,
  { at, by, kind, detail }: Operation,
): Promise<void> => {
  await em.execute('insert into "census"."operations" ("at", "by", "kind", "detail") values (?, ?, ?, ?)', [
    at,
    by,
    kind,
    detail,
  ]);
};

/** Writes down that a lane's circuit opened or closed; nothing when it did neither. */
export const noteCircuit = async (
  em: EntityManager,
  lane: string,
  { before, after }: { before: Circuit; after: Circuit },
  now: Date,
): Promise<void> => {
  if (before.state === after.state) return;
  const change =
    after.state === 'open'
      ? { kind: 'opened' as const, detail: `${lane} ${after.reason ?? ''}`.trim() }
      : { kind: 'closed' as const, detail: lane };
  await noteOperation(em, { at: now, by: NOBODY, ...change });
};

/** The latest of them, newest first. */
export const latestOperations = (em: EntityManager, count: number): Promise<Operation[]> =>
  readRows(
    em,
    operationRule,
    'select "at", "by", "kind", "detail" from "census"."operations" order by "id" desc limit ?',
    [count],
  );

/** The latest that an operator did; circuits open and close in between. */
export const latestOrder = async (em: EntityManager): Promise<Operation | undefined> => {
  const [last] = await readRows(
    em,
    operationRule,
    `select "at", "by", "kind", "detail" from "census"."operations"
     where "kind" not in ('opened', 'closed') order by "id" desc limit 1`,
  );
  return last;
};

/** Of so many openings it is known when they were. */
const OPENINGS = 200;

/** When each lane's circuit opened the last time, by its name. */
export const latestOpenings = async (em: EntityManager): Promise<Map<string, Date>> => {
  const rows = await readRows(
    em,
    z.object({ lane: z.string(), at: moment }),
    `select distinct on (1) split_part("detail", ' ', 1) as "lane", "at" from (
       select "id", "at", "detail" from "census"."operations" where "kind" = 'opened' order by "id" desc limit ?
     ) "opened" order by 1, "id" desc`,
    [OPENINGS],
  );
  return new Map(rows.map(({ lane, at }) => [lane, at]));
};
