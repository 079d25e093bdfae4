import { z } from 'zod';
import { auditActions } from '../../../shared/contract/audit.ts';
import { cedulaRule } from '../../../shared/person/rules.ts';
import { bogotaMidnight } from '../../../shared/time/colombia.ts';
import type { Ctx, Page } from '../context.ts';
import { parsed } from '../web/input.ts';
import { countList } from '../web/limited.ts';
import { addressOf, cursor, leniently, limit, nextPage } from '../web/query.ts';
import { takeTrail } from './trail-export.ts';
import { type ActionOption, actionOptions, presentEntry, type TrailRow } from './trail-view.ts';

/** As people write it, "22/11/2026", or as programs do. */
const day = z.preprocess(
  (given) =>
    typeof given === 'string'
      ? given
          .trim()
          .replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, day, month, year) =>
            [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
          ) || undefined
      : given,
  z.iso
    .date('Debe ser un día, como 22/11/2026 o 2026-11-22.')
    .regex(/^20/, 'Debe ser un día de este siglo.')
    .optional(),
);

/** What may be asked of the trail; `userId` and `cedula` = entries by or about this person. */
const trailRule = z.object({
  userId: z.uuid('Debe ser un identificador.').optional(),
  cedula: z.preprocess((given) => (given === '' ? undefined : given), cedulaRule.optional()),
  action: z.enum(auditActions, { error: `Debe ser ${auditActions.join(', ')}.` }).optional(),
  /** Days in Colombia, both included. */
  from: day,
  until: day,
  cursor,
});
type TrailQuery = z.output<typeof trailRule>;

const DAY_MS = 24 * 3_600_000;

/** What accounts is asked: days begin in Colombia. */
const filterOf = ({ from, until, ...query }: TrailQuery) => ({
  ...query,
  ...(from === undefined ? {} : { from: bogotaMidnight(from).toISOString() }),
  ...(until === undefined ? {} : { until: new Date(bogotaMidnight(until).getTime() + DAY_MS).toISOString() }),
});

/** What the address of the page asks. */
const queryOf = (ctx: Ctx): TrailQuery =>
  leniently(trailRule, {
    ...ctx.query,
    userId: ctx.query.persona,
    from: ctx.query.desde,
    until: ctx.query.hasta,
  });

interface TrailPage extends Page {
  entries: TrailRow[];
  /** Whose entries these are; undefined = everybody's. */
  persona: string | undefined;
  asked: { cedula: string; desde: string; hasta: string };
  actionOptions: ActionOption[];
  /** Takes away what the filter finds. */
  exportUrl: string;
  nextUrl: string | null;
  /** Whether this is less than the whole trail. */
  narrowed: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'people/trail': TrailPage;
  }
}

const load = (ctx: Ctx, query: TrailQuery & { limit?: number; visits?: boolean }) =>
  ctx.call('accounts.auditTrail', { ip: ctx.ip, ...filterOf(query) });

const PLACE = '/admin/auditoria/';

/** GET /admin/auditoria/ ; its address says `persona` for the person, `desde` and `hasta` for the days */
export const trailPage = async (ctx: Ctx): Promise<void> => {
  await countList(ctx);
  const query = queryOf(ctx);
  const { items, next } = await load(ctx, { ...query, visits: true });
  const { userId: persona, cedula, action, from: desde, until: hasta, cursor } = query;
  const asked = { persona, cedula, action, desde, hasta };
  const now = new Date();
  ctx.page('people/trail', {
    title: 'Auditoría',
    entries: items.map((entry) => presentEntry(entry, now)),
    persona,
    asked: { cedula: cedula ?? '', desde: desde ?? '', hasta: hasta ?? '' },
    actionOptions: actionOptions(action),
    exportUrl: addressOf(`${PLACE}exportar.csv`, asked),
    nextUrl: nextPage(PLACE, asked, next),
    narrowed: [...Object.values(asked), cursor].some((value) => value !== undefined),
  });
};

/** GET /admin/auditoria/exportar.csv : what the filter finds, as it was written. */
export const trailFile = (ctx: Ctx): Promise<void> => takeTrail(ctx, filterOf(queryOf(ctx)));

/** GET /api/v1/admin/audit */
export const apiTrail = async (ctx: Ctx): Promise<void> => {
  const query = parsed(trailRule.extend({ limit }), ctx.query);
  await countList(ctx, query.limit);
  ctx.body = await load(ctx, query);
};
