import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type CensusSummary, SUMMARY_DAYS } from '../../../../shared/contract/summary.ts';
import { readRows } from '../../../../shared/persistence/rows.ts';
import { TIME_ZONE } from '../../../../shared/time/colombia.ts';

/** How many last answers came on each of the last days in Colombia; days without any are there too. */
export const readDays = async (
  em: EntityManager,
  referrerId: string,
  now: Date,
): Promise<CensusSummary['days']> =>
  readRows(
    em,
    z.object({ day: z.string(), answers: z.number() }),
    `with today as (select (?::timestamptz at time zone '${TIME_ZONE}')::date as day),
     answered as (
       select ("answered_at" at time zone '${TIME_ZONE}')::date as day, count(*)::int as answers
       from "census"."records", today
       where "referrer_id" = ? and "answered_at" >= (today.day - ${SUMMARY_DAYS - 1})::timestamp at time zone '${TIME_ZONE}'
       group by 1)
     select to_char(series, 'YYYY-MM-DD') as day, coalesce(answered.answers, 0) as answers
     from today, generate_series(today.day - ${SUMMARY_DAYS - 1}, today.day, interval '1 day') as series
       left join answered on answered.day = series::date
     order by 1`,
    [now, referrerId],
  );
