import { z } from 'zod';
import { type DeadLetters, deadLetterIds, type Redriven } from '../../../shared/contract/dead-letters.ts';
import type { DurableEventName } from '../../../shared/contract/events.ts';
import type { Ctx } from '../context.ts';
import { formatMoment } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { bodyOf, parsed } from '../web/input.ts';

/** What every service has put aside, oldest first. */
export const readDeadLetters = async (ctx: Ctx): Promise<DeadLetters> => {
  const found = await Promise.all([ctx.call('accounts.deadLetters', {}), ctx.call('census.deadLetters', {})]);
  return {
    total: found.reduce((sum, { total }) => sum + total, 0),
    items: found.flatMap(({ items }) => items).sort((a, b) => a.since.localeCompare(b.since)),
  };
};

/** A service that hands out hundreds takes its time. */
const REDRIVE_TIMEOUT_MS = 30_000;

/** Has every service handle those of its dead letters that are meant. */
const redriveDeadLetters = async (ctx: Ctx, ids: string[] | 'all'): Promise<Redriven> => {
  const options = { timeoutMs: REDRIVE_TIMEOUT_MS };
  const results = await Promise.all([
    ctx.call('accounts.redrive', { ids, ip: ctx.ip }, options),
    ctx.call('census.redrive', { ids }, options),
  ]);
  return {
    handled: results.reduce((sum, { handled }) => sum + handled, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
};

const names: Record<DurableEventName | 'message' | 'push', string> = {
  'user.registered': 'Alguien se registró',
  'user.role_changed': 'Cambió un rol',
  'user.corrected': 'Corrigió sus datos',
  'user.consent_changed': 'Cambió una autorización',
  'user.erased': 'Se borró una cuenta',
  'census.updated': 'Cambió una respuesta del censo',
  message: 'No salió un mensaje a un celular',
  push: 'No salió un aviso a un navegador',
};

/** One event that is put aside, as a row. */
interface DeadLetterRow {
  what: string;
  id: string;
  userId: string | null;
  error: string;
  tries: number;
  since: string;
}

/** The first of what is put aside, and how many more there are. */
export interface DeadLettersCard {
  total: number;
  more: number;
  rows: DeadLetterRow[];
}

const SHOWN = 20;

/** Null when nothing is put aside: then there is nothing to say. */
export const presentDeadLetters = ({ total, items }: DeadLetters, now: Date): DeadLettersCard | null => {
  if (total === 0) return null;
  const rows = items.slice(0, SHOWN).map(({ event, since, ...letter }) => ({
    ...letter,
    what: names[event] ?? event,
    since: formatMoment(since, now),
  }));
  return { total, more: total - rows.length, rows };
};

/** POST /admin/consultas/eventos/: hands out all that is put aside. */
export const redriveForm = async (ctx: Ctx): Promise<void> => {
  const { failed } = await redriveDeadLetters(ctx, 'all');
  const notice = failed === 0 ? 'eventos-entregados' : 'eventos-apartados';
  ctx.redirect(withNotice('/admin/consultas/#eventos', notice));
};

/** GET /api/v1/admin/dead-letters */
export const apiDeadLetters = async (ctx: Ctx): Promise<void> => {
  ctx.body = await readDeadLetters(ctx);
};

const bodyRule = z.object({ ids: deadLetterIds });

/** POST /api/v1/admin/dead-letters/redrive {ids: ["accounts-12", …] or "all"} */
export const apiRedrive = async (ctx: Ctx): Promise<void> => {
  const { ids } = parsed(bodyRule, bodyOf(ctx));
  ctx.body = await redriveDeadLetters(ctx, ids);
};
