import { parseCedula } from '../../../shared/person/cedula.ts';
import type { Ctx } from '../context.ts';
import type { Demand } from '../door/admission.ts';
import type { FormKind } from '../door/scope.ts';
import { inWords } from '../door/wait-words.ts';
import { textField } from '../web/form.ts';

/** What a page shows of what its form has to bring: a proof that the script makes, or a ticket and the wait for it. */
export interface ProofView {
  challenge: string;
  ticket: string | null;
  text: string;
}

const what: Record<FormKind, string> = { register: 'registros', login: 'ingresos' };

const presentDemand = (form: FormKind, { challenge, wait }: Demand): ProofView => ({
  challenge,
  ticket: wait?.ticket ?? null,
  text:
    wait === null
      ? `Hay más ${what[form]} de lo usual: es posible que deba esperar un momento.`
      : `Hay más ${what[form]} de lo usual desde su conexión. Lo que escribió sigue aquí: escriba otra vez la contraseña, espere ${inWords(wait.seconds)} y envíelo de nuevo.`,
});

/**
 * Lets a form of ours in, or says what it has to bring.
 *
 * @param cedula as it was typed
 * @throws AppError `too_many_requests` (429)
 */
export const admitForm = async (ctx: Ctx, form: FormKind, cedula: string): Promise<ProofView | null> => {
  const demand = await ctx.door.admission.admit(form, {
    address: ctx.ip,
    cedula: parseCedula(cedula) ?? undefined,
    browser: ctx.state.browser?.(),
    proof: textField(ctx, 'proof'),
    ticket: textField(ctx, 'ticket'),
  });
  if (demand?.wait != null) ctx.set('Retry-After', String(demand.wait.seconds));
  return demand === null ? null : presentDemand(form, demand);
};

/** The same from a program, which makes no proof. @throws AppError `too_many_requests` (429) */
export const admitProgram = async (ctx: Ctx, form: FormKind, cedula: string): Promise<void> => {
  await ctx.door.admission.admit(form, {
    ...{ address: ctx.ip, cedula, browser: undefined, proof: '', ticket: '' },
  });
};

/** What a form that is shown should bring already; null below the usual rate. */
export const foreseenProof = async (ctx: Ctx, form: FormKind): Promise<ProofView | null> => {
  const demand = await ctx.door.admission.foresee(form, { address: ctx.ip, browser: ctx.state.browser?.() });
  return demand === null ? null : presentDemand(form, demand);
};
