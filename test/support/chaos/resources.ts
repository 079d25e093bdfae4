import { readdir, readFile } from 'node:fs/promises';
import { inDatabase } from '../system/portal-database.ts';
import type { System } from '../system/system.ts';

/** What a running portal holds at one moment, by name: MB of memory and open files a process, connections, rows. */
export type Held = Readonly<Record<string, number>>;

/** Of these a portal at rest holds as many after hours as after minutes; people and their answers are meant to stay. */
const passing = {
  'outbox of accounts': 'select count(*)::int n from accounts.outbox',
  'outbox of census': 'select count(*)::int n from census.outbox',
  leases: "select count(*)::int n from census.records where status = 'PROCESSING'",
  connections: 'select count(*)::int n from pg_stat_activity where datname = current_database()',
} as const;

const KIB_PER_MB = 1_000_000 / 1_024;

/**
 * Looks at processes that nobody struck, and at the database.
 *
 * @param roles of the processes that have lived since the beginning
 */
export const held = async (system: System, roles: readonly string[]): Promise<Held> => {
  const found: Record<string, number> = {};
  for (const role of roles) {
    const pid = system.processes.get(role)?.pid;
    if (pid === undefined) throw new Error(`${role} does not run any more`);
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    found[`${role}: MB`] = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / KIB_PER_MB;
    found[`${role}: files`] = (await readdir(`/proc/${pid}/fd`)).length;
  }
  for (const [name, sql] of Object.entries(passing)) {
    const [row] = await inDatabase<{ n: number }>(system, sql);
    found[name] = row?.n ?? Number.NaN;
  }
  return found;
};

/** So much may a figure rise between its second and its last quarter: by a part, and by a few in any case. */
const room = (name: string, before: number): number => {
  if (name.endsWith('MB')) return before * 1.1 + 10;
  return before * 1.1 + 5;
};

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The middle of the second quarter of all looks (the first warms up), and of the last. */
export const courseOf = (
  looks: readonly Held[],
): { name: string; before: number; after: number; isFlat: boolean }[] => {
  const quarter = Math.floor(looks.length / 4);
  return Object.keys(looks[0] ?? {}).map((name) => {
    const of = (part: readonly Held[]) => middle(part.map((look) => look[name] ?? Number.NaN));
    const before = of(looks.slice(quarter, 2 * quarter));
    const after = of(looks.slice(-quarter));
    return { name, before, after, isFlat: after <= room(name, before) };
  });
};
