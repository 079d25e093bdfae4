import { parseCedula } from '../../../shared/person/cedula.ts';
import type { Ctx } from '../context.ts';
import type { Demand } from '../door/admission.ts';
import type { FormKind } from '../door/scope.ts';
import { inWords } from '../door/wait-words.ts';
import { formatSecond } from '../ui/format.ts';
import { textField } from '../web/form.ts';

/** What a page shows of what its form has to bring: a proof that the script makes, or a ticket and the wait for it. */
export interface ProofView {
  challenge: string;
  ticket: string | null;
  /** Above the form, when it comes back; null on a page that was not sent yet. */
  message: string | null;
  /** Beside the button, in the place of which the script says how far it is. */
  text: string;
}

const what: Record<FormKind, string> = { register: 'registros', login: 'ingresos' };

const presentDemand = (form: FormKind, { challenge, wait }: Demand): ProofView => {
  const busy = `Hay más ${what[form]} de lo usual`;
  if (wait === null) {
    const text = `${busy}: es posible que deba esperar un momento.`;
    return { challenge, ticket: null, message: null, text };
  }
  const { ticket, seconds } = wait;
  return {
    ...{ challenge, ticket },
    message: `${busy} desde su conexión, y el suyo aún no se hizo. Lo que escribió sigue aquí: complete lo que falta y envíelo de nuevo en ${inWords(seconds)}, o antes, si junto al botón dice que la comprobación está lista.`,
    text: `Puede enviarlo desde las ${formatSecond(new Date(Date.now() + seconds * 1_000))}`,
  };
};

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
