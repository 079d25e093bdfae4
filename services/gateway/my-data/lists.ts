import { z } from 'zod';
import type { Ctx, Page } from '../context.ts';
import { parsed } from '../web/input.ts';
import { cursor, leniently, limit, nextPage } from '../web/query.ts';
import { type LookupRow, presentLookup, presentVisit, type VisitRow } from './view.ts';

interface VisitsPage extends Page {
  visits: VisitRow[];
  nextUrl: string | null;
}

interface LookupsPage extends Page {
  lookups: LookupRow[];
  nextUrl: string | null;
}

declare module '../context.ts' {
  interface Pages {
    'my-data/visits': VisitsPage;
    'my-data/lookups': LookupsPage;
  }
}

const pageRule = z.object({ cursor });
const apiRule = z.object({ cursor, limit });

/** GET /mis-datos/visitas/ : who looked at one's data, and when */
export const visitsPage = async (ctx: Ctx): Promise<void> => {
  const { items, next } = await ctx.call('accounts.ownVisits', leniently(pageRule, ctx.query));
  ctx.page('my-data/visits', {
    title: 'Quién vio mis datos',
    visits: items.map(presentVisit),
    nextUrl: nextPage('/mis-datos/visitas/', {}, next),
  });
};

/** GET /mis-datos/consultas/ : every lookup that was made */
export const lookupsPage = async (ctx: Ctx): Promise<void> => {
  const { items, next } = await ctx.call('census.ownHistory', leniently(pageRule, ctx.query));
  const now = new Date();
  ctx.page('my-data/lookups', {
    title: 'Mis consultas',
    lookups: items.map((lookup) => presentLookup(lookup, now)),
    nextUrl: nextPage('/mis-datos/consultas/', {}, next),
  });
};

/** GET /api/v1/me/visits */
export const apiVisits = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.ownVisits', parsed(apiRule, ctx.query));
};

/** GET /api/v1/me/lookups */
export const apiLookups = async (ctx: Ctx): Promise<void> => {
  const { items, next } = await ctx.call('census.ownHistory', parsed(apiRule, ctx.query));
  ctx.body = { items, next };
};
