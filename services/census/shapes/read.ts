import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import {
  type KnownShape,
  type OddKind,
  oddKinds,
  type ShapePart,
  type SourceShapes,
  shapeParts,
} from '../../../shared/contract/shapes.ts';
import { moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';

const rowRule = z.object({
  ...{ source: z.string(), part: word<ShapePart>(), fingerprint: z.string(), text: z.string() },
  ...{ example: z.string().nullable(), firstSeen: moment, lastSeen: moment, lastGood: moment.nullable() },
  ...{ outcome: z.string(), count: z.number() },
});
type Row = z.output<typeof rowRule>;

/**
 * How the official pages are made today, beside how they were when they had answers.
 *
 * @throws AppError `forbidden` (403)
 */
export const readShapes = async (em: EntityManager, actor: Actor, now: Date): Promise<SourceShapes[]> => {
  authorize(actor, 'operate');
  const rows = await readRows(
    em,
    rowRule,
    `select "source", "part", "fingerprint", "shape" as "text", "example", "first_seen" as "firstSeen",
       "last_seen" as "lastSeen", "last_good" as "lastGood", "outcome", "count"::float8 as "count"
     from "census"."shapes" order by "source", "last_seen" desc, "fingerprint"`,
  );
  const hours = await readHours(em, now);
  const sources = [...new Set([...hours.keys(), ...rows.map(({ source }) => source)])].sort();
  return sources.map((source) => ({
    source,
    lastHour: hours.get(source) ?? nothing(),
    parts: shapeParts.flatMap((part) => {
      const own = rows.filter((row) => row.source === source && row.part === part);
      const today = todayOf(own);
      if (today === undefined) return [];
      const good = goodFor(today, own);
      const others = own.filter((row) => row !== today && row !== good).length;
      return [{ part, today: present(today), good: good === null ? null : present(good), others }];
    }),
  }));
};

const present = ({ source: _, part: __, firstSeen, lastSeen, lastGood, ...shape }: Row): KnownShape => ({
  ...shape,
  firstSeen: firstSeen.toISOString(),
  lastSeen: lastSeen.toISOString(),
  lastGood: lastGood?.toISOString() ?? null,
});

/** The latest; one that never had an answer, where it was met since the last answer: that is what has changed. */
const todayOf = (rows: readonly Row[]): Row | undefined => {
  const lastGood = Math.max(...rows.map((row) => row.lastGood?.getTime() ?? 0));
  const odd = rows.find((row) => row.lastGood === null && row.lastSeen.getTime() >= lastGood);
  return odd ?? rows[0];
};

/** Answers have several good shapes: the one to compare with is the one that has most in common. */
const goodFor = (today: Row, rows: readonly Row[]): Row | null => {
  if (today.lastGood !== null) return today;
  const good = rows.filter((row) => row.lastGood !== null);
  const likeness = (row: Row): number => alike(today.text, row.text);
  return good.toSorted((a, b) => likeness(b) - likeness(a))[0] ?? null;
};

const alike = (one: string, other: string): number => {
  const [a, b] = [new Set(one.split('\n')), new Set(other.split('\n'))];
  const all = a.union(b).size;
  return all === 0 ? 0 : a.intersection(b).size / all;
};

const HOUR_MS = 3_600_000;

const nothing = (): SourceShapes['lastHour'] => ({
  ...{ lookups: 0, page_changed: 0, unrecognised: 0, wrong_person: 0 },
});

const readHours = async (em: EntityManager, now: Date): Promise<Map<string, SourceShapes['lastHour']>> => {
  const rows = await readRows(
    em,
    z.object({ source: z.string(), outcome: z.string(), count: z.number() }),
    `select "source", "outcome", count(*)::int as "count" from "census"."attempts"
     where "started_at" > ? and "source" is not null and "outcome" is not null group by 1, 2`,
    [new Date(now.getTime() - HOUR_MS)],
  );
  const hours = new Map<string, SourceShapes['lastHour']>();
  for (const { source, outcome, count } of rows) {
    const hour = hours.get(source) ?? nothing();
    hour.lookups += count;
    if (isOdd(outcome)) hour[outcome] += count;
    hours.set(source, hour);
  }
  return hours;
};

const isOdd = (outcome: string): outcome is OddKind => oddKinds.some((kind) => kind === outcome);
