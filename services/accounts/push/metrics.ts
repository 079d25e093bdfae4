import type { EntityManager } from '@mikro-orm/postgresql';
import { Counter, Gauge } from 'prom-client';
import { z } from 'zod';
import type { Metrics } from '../../../shared/metrics/metrics.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { pushResults } from './send-due.ts';

const sampleRule = z.object({
  waiting: z.number(),
  oldestS: z.number(),
  dead: z.number(),
  browsers: z.number(),
});
type PushSample = z.output<typeof sampleRule>;

/** How notices to browsers end, how many wait, and how many browsers are told. */
export const createPushMetrics = ({ registry, sampled }: Pick<Metrics, 'registry' | 'sampled'>) => {
  const registers = [registry];
  const sample = sampled<PushSample>('pushes');
  const gauge = (name: string, help: string, figure: (now: PushSample) => number) =>
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        const now = await sample.latest();
        if (now === null) this.remove();
        else this.set(figure(now));
      },
    });
  gauge('censo_push_waiting', 'Notices to browsers that were not handed over yet.', ({ waiting }) => waiting);
  gauge(
    'censo_push_oldest_age_seconds',
    'Age of the oldest notice to a browser that waits; 0 when none does.',
    ({ oldestS }) => oldestS,
  );
  gauge('censo_push_dead', 'Notices to browsers that were put aside.', ({ dead }) => dead);
  gauge('censo_push_browsers', 'Browsers that are told when an answer comes.', ({ browsers }) => browsers);
  const ended = new Counter({
    name: 'censo_push_total',
    help: 'Tries to hand a notice to a push service by how they ended: sent, browser gone, refused, failed, service away; or too late for any.',
    labelNames: ['result'] as const,
    registers,
  });
  for (const result of pushResults) ended.inc({ result }, 0);
  return { sample, ended };
};

export const samplePushes = async (em: EntityManager, now: Date): Promise<PushSample> => {
  const [row] = await readRows(
    em,
    sampleRule,
    `select count(*) filter (where "due_at" is not null)::int as "waiting",
       coalesce(extract(epoch from ? - min("created_at") filter (where "due_at" is not null)), 0)::float as "oldestS",
       count(*) filter (where "state" = 'failed')::int as "dead",
       (select count(*)::int from "accounts"."push_subscriptions") as "browsers"
     from "accounts"."pushes"`,
    [now],
  );
  return row ?? { waiting: 0, oldestS: 0, dead: 0, browsers: 0 };
};
