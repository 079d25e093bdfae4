import type { Statement, Statements } from '../store/access.ts';
import { batchStatements } from './batches.ts';
import { durableStatements } from './durable.ts';
import { erasureStatements } from './erasure.ts';
import { lookupStatements } from './lookups.ts';
import { newcomerStatements } from './newcomers.ts';
import { peopleStatements } from './people.ts';
import { placeStatements } from './places.ts';
import { workStatements } from './work.ts';

const known: Statements = {
  ...batchStatements,
  ...durableStatements,
  ...erasureStatements,
  ...lookupStatements,
  ...newcomerStatements,
  ...peopleStatements,
  ...placeStatements,
  ...workStatements,
};
/** The longest first: of two that begin alike the one that says more is meant. */
const beginnings = Object.keys(known).sort((a, b) => b.length - a.length);
const found = new Map<string, string>();

const beginningOf = (sql: string): string => {
  const before = found.get(sql);
  if (before !== undefined) return before;
  const normal = sql
    .replaceAll('"accounts".', '"census".')
    .replaceAll(/\$\d+/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const beginning = beginnings.find((one) => normal.startsWith(one));
  if (beginning === undefined)
    throw new Error(
      `the simulated store does not know this statement, see test/support/year/statements: ${normal}`,
    );
  found.set(sql, beginning);
  return beginning;
};

/** How often each statement was done, by its beginning. */
export const done = new Map<string, number>();
export const allStatements: readonly string[] = Object.keys(known);

/** @throws Error for a statement that it does not know */
export const statementOf = (sql: string): Statement => {
  const beginning = beginningOf(sql);
  done.set(beginning, (done.get(beginning) ?? 0) + 1);
  return known[beginning] as Statement;
};
