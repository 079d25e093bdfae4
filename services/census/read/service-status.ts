import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ServiceStatus } from '../../../shared/contract/lookups.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { presentHold } from '../hold/hold.ts';
import { priority } from '../record/priority.ts';
import { expectedAt, readForecast } from './forecast.ts';
import { GOOD, OURS } from './outcomes.ts';

/** So many of the latest lookups say how the official page is. */
const SAMPLE = 10;
const LATELY_MS = 30 * 60_000;

/** How lookups go at the moment, without a person in it. */
export const readServiceStatus = async (
  em: EntityManager,
  spacingMs: number,
  now: Date,
): Promise<ServiceStatus> => {
  const forecast = await readForecast(em, spacingMs, now);
  const latest = await latestOutcomes(em, now);
  const waiting = await countWaiting(em, now);
  const { hold } = forecast;
  return {
    state: hold === null ? stateOf(latest) : 'held',
    hold: hold === null ? null : presentHold(hold),
    lastAnswerAt: await lastAnswer(em),
    waiting: waiting.all,
    expectedAt: expectedAt(waiting.people + 1, forecast, now)?.toISOString() ?? null,
    intervalMs: Math.round(forecast.intervalMs),
  };
};

const stateOf = (outcomes: readonly string[]): ServiceStatus['state'] => {
  if (outcomes.length === 0) return 'quiet';
  const good = outcomes.filter((outcome) => (GOOD as readonly string[]).includes(outcome)).length;
  return good * 2 >= outcomes.length ? 'answering' : 'failing';
};

const latestOutcomes = async (em: EntityManager, now: Date): Promise<string[]> => {
  const rows = await readRows(
    em,
    z.object({ outcome: z.string() }),
    `select "outcome" from "census"."attempts"
     where "started_at" > ? and "outcome" is not null and "outcome" not in (${OURS.map(() => '?').join(', ')})
     order by "started_at" desc limit ?`,
    [new Date(now.getTime() - LATELY_MS), ...OURS, SAMPLE],
  );
  return rows.map(({ outcome }) => outcome);
};

const lastAnswer = async (em: EntityManager): Promise<string | null> => {
  const [row] = await readRows(
    em,
    z.object({ at: moment }),
    `select "finished_at" as at from "census"."attempts"
     where "outcome" in (${GOOD.map(() => '?').join(', ')}) order by "started_at" desc limit 1`,
    [...GOOD],
  );
  return row?.at.toISOString() ?? null;
};

/** Whoever registers now goes before everything but other people who wait in front of the page. */
const countWaiting = async (em: EntityManager, now: Date): Promise<{ all: number; people: number }> => {
  const [row] = await readRows(
    em,
    z.object({ all: z.number(), people: z.number() }),
    `select count(*)::int as all, count(*) filter (where "priority" <= ?)::int as people
     from "census"."records" where "due_at" <= ? and "priority" < ?`,
    [priority.person, now, priority.scheduled],
  );
  return row ?? { all: 0, people: 0 };
};
