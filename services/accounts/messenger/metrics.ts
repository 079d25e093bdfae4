import type { EntityManager } from '@mikro-orm/postgresql';
import { Counter, Gauge } from 'prom-client';
import { z } from 'zod';
import type { Metrics } from '../../../shared/metrics/metrics.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { messageResults } from './send-due.ts';
import type { MessengerSettings } from './settings.ts';

const sampleRule = z.object({
  waiting: z.number(),
  oldestS: z.number(),
  dead: z.number(),
  home: z.number(),
  abroad: z.number(),
});
/** Messages as they are now, and codes of this day. */
type MessageSample = z.output<typeof sampleRule> & { limits: { home: number; abroad: number } };

/** How messages to phones end, how many wait, and how near a day is to its bounds. */
export const createMessageMetrics = ({ registry, sampled }: Pick<Metrics, 'registry' | 'sampled'>) => {
  const registers = [registry];
  const sample = sampled<MessageSample>('messages');
  const gauge = (name: string, help: string, figure: (now: MessageSample) => number) =>
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        const now = await sample.latest();
        if (now === null) this.remove();
        else this.set(figure(now));
      },
    });
  gauge('censo_messages_waiting', 'Messages to phones that were not sent yet.', ({ waiting }) => waiting);
  gauge(
    'censo_messages_oldest_age_seconds',
    'Age of the oldest message that could have been sent by now; 0 when none waits.',
    ({ oldestS }) => oldestS,
  );
  gauge('censo_messages_dead', 'Messages that were put aside and wait for an operator.', ({ dead }) => dead);
  gauge(
    'censo_messages_day_ratio',
    'Codes of this day, of all that the portal may send, or of those to other countries, whichever is nearer: 1 = no more.',
    ({ home, abroad, limits }) =>
      Math.max((home + abroad) / limits.home, limits.abroad === 0 ? 0 : abroad / limits.abroad),
  );
  const ended = new Counter({
    name: 'censo_messages_total',
    help: 'Tries to send a message by how they ended: sent, found to have been sent, refused, failed, carrier away, unknown; or too late for any.',
    labelNames: ['result'] as const,
    registers,
  });
  for (const result of messageResults) ended.inc({ result }, 0);
  return { sample, ended };
};

/** Longer than a try takes: what is due later waits for its own reasons. */
const SOON_MS = 60_000;

export const sampleMessages = async (
  em: EntityManager,
  { portalDay, abroadDay }: MessengerSettings,
  now: Date,
): Promise<MessageSample> => {
  const [row] = await readRows(
    em,
    sampleRule,
    `select count(*) filter (where "due_at" is not null)::int as "waiting",
       coalesce(extract(epoch from ? - min("created_at") filter (where "due_at" <= ?)), 0)::float as "oldestS",
       count(*) filter (where "state" = 'failed')::int as "dead",
       (select coalesce(sum("count"), 0)::int from "accounts"."message_counts" where "day" = ? and "scope" = 'home') as "home",
       (select coalesce(sum("count"), 0)::int from "accounts"."message_counts" where "day" = ? and "scope" = 'abroad') as "abroad"
     from "accounts"."messages" where "due_at" is not null or "state" = 'failed'`,
    [now, new Date(now.getTime() + SOON_MS), ...Array.from({ length: 2 }, () => bogotaDayOf(now))],
  );
  const none = { waiting: 0, oldestS: 0, dead: 0, home: 0, abroad: 0 };
  return { ...(row ?? none), limits: { home: portalDay, abroad: abroadDay } };
};
