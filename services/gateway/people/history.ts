import type { Attempt, AttemptOutcome } from '../../../shared/contract/history.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { isAppError } from '../../../shared/errors.ts';
import { isRegistered } from '../answer/census-views.ts';
import type { Ctx } from '../context.ts';
import { formatMoment, formatSeconds } from '../ui/format.ts';
import { personId } from '../web/input.ts';

const looks: Record<AttemptOutcome, { text: string; tone: Tone }> = {
  active: { text: 'Habilitada', tone: 'good' },
  cancelled: { text: 'Cancelada', tone: 'notice' },
  not_found: { text: 'No está en el censo', tone: 'notice' },
  timeout: { text: 'Sin respuesta a tiempo', tone: 'bad' },
  network: { text: 'Sin comunicación', tone: 'bad' },
  blocked: { text: 'Bloqueada', tone: 'bad' },
  captcha: { text: 'Pidió un captcha', tone: 'bad' },
  maintenance: { text: 'En mantenimiento', tone: 'bad' },
  page_changed: { text: 'La página cambió', tone: 'bad' },
  unrecognised: { text: 'No se pudo leer', tone: 'bad' },
  wrong_person: { text: 'Datos de otra persona', tone: 'bad' },
  browser_crash: { text: 'Falló el navegador', tone: 'bad' },
  crash: { text: 'Falló el consultor', tone: 'bad' },
  stopped: { text: 'Devuelta: el consultor se detuvo', tone: 'waiting' },
  not_sent: { text: 'Devuelta sin salir', tone: 'waiting' },
  lane_failed: { text: 'Devuelta: la salida no responde', tone: 'waiting' },
};

/** One attempt as a row of the history. */
export interface AttemptRow {
  attempt: number;
  startedAt: string;
  /** "1,9 s"; null while it runs. */
  duration: string | null;
  outcome: string;
  tone: Tone;
  detail: string | null;
  /** Where it was asked, and by whom: source, lane, worker. */
  way: string;
  traceId: string | null;
  evidenceUrl: string | null;
}

export const presentAttempt = (userId: string, attempt: Attempt, now: Date): AttemptRow => {
  const { outcome, durationMs, source, lane, worker } = attempt;
  const look = outcome === null ? { text: 'En curso', tone: 'waiting' as const } : looks[outcome];
  return {
    attempt: attempt.attempt,
    startedAt: formatMoment(attempt.startedAt, now),
    duration: durationMs === null ? null : formatSeconds(durationMs),
    outcome: look.text,
    tone: look.tone,
    detail: attempt.detail,
    way: [source, lane, worker].filter((part) => part !== null).join(' · '),
    traceId: attempt.traceId,
    evidenceUrl: attempt.hasEvidence ? `/admin/usuarios/${userId}/evidencia/${attempt.leaseId}/` : null,
  };
};

/** Somebody's lookups. Whoever has registered a moment ago has none yet. */
export const historyOf = async (ctx: Ctx, userId: string): Promise<Attempt[]> => {
  try {
    return await ctx.call('census.history', { userId });
  } catch (error) {
    if (isAppError(error) && error.status === 404 && (await isRegistered(ctx.call, userId))) return [];
    throw error;
  }
};

/** GET /api/v1/admin/users/:id/history */
export const apiHistory = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const items = await historyOf(ctx, userId);
  await ctx.call('accounts.noteReads', { userIds: [userId], ip: ctx.ip, action: 'history.read' });
  ctx.body = { items };
};
