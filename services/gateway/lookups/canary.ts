import { CANARY_CONSENT, type CanaryResult, type CanaryState } from '../../../shared/contract/canary.ts';
import type { Ctx } from '../context.ts';
import { counted, formatMoment } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { sentence } from './words.ts';

/** One's own consent as its form shows it. */
export interface CanaryCard {
  isGiven: boolean;
  consent: string;
  /** How it went the last time; null while nothing is known. */
  last: string | null;
  others: string | null;
}

const results: Record<CanaryResult, string> = {
  same: 'se leyó como antes',
  different: 'se leyó distinto',
  unreadable: 'no se pudo leer',
  unanswered: 'no tuvo respuesta',
};

export const presentCanary = (
  { grantedAt, askedAt, result, resultAt, others }: CanaryState,
  now: Date,
): CanaryCard => ({
  isGiven: grantedAt !== null,
  consent: CANARY_CONSENT,
  last:
    grantedAt === null
      ? null
      : result !== null && resultAt !== null
        ? `La última vez, ${formatMoment(resultAt, now)}, ${results[result]}.`
        : askedAt === null
          ? 'Todavía no se ha consultado.'
          : sentence(`Se pidió ${formatMoment(askedAt, now)}`),
  others:
    others === 0 ? null : `${counted(others, 'persona más la autorizó', 'personas más la autorizaron')}.`,
});

const HERE = '/admin/consultas/pagina/';

/** POST /admin/consultas/control/ with `acepto` */
export const canaryForm = async (ctx: Ctx): Promise<void> => {
  // The contract says what is wrong with a consent that is none.
  const consent = textField(ctx, 'acepto') === 'si' ? CANARY_CONSENT : '';
  await ctx.call('census.grantCanary', { consent: consent as typeof CANARY_CONSENT });
  ctx.redirect(withNotice(`${HERE}#control`, 'control-autorizado'));
};

/** POST /admin/consultas/control/retirar/ */
export const canaryEndForm = async (ctx: Ctx): Promise<void> => {
  await ctx.call('census.endCanary', {});
  ctx.redirect(withNotice(`${HERE}#control`, 'control-retirado'));
};
