import { parseCedula } from '../../../shared/person/cedula.ts';
import { inWords } from '../../../shared/time/wait-words.ts';
import type { Ctx } from '../context.ts';
import type { Toll } from '../door/admission.ts';
import type { FormKind } from '../door/scope.ts';
import { formatSecond } from '../ui/format.ts';
import { textField } from '../web/form.ts';

/** What a page shows of what its form has to bring: a proof that the script makes, or a ticket and the wait for it. */
export interface WorkProofView {
  /** Null when nothing is to be made any more. */
  challenge: string | null;
  ticket: string | null;
  /** A proof that was made already and not used; empty when there is none. */
  made: string;
  /** Above the form, when it comes back; null on a page that was not sent yet. */
  message: string | null;
  /** Beside the button, in the place of which the script says how far it is. */
  text: string;
}

const MADE = 'Comprobación lista: puede enviar el formulario.';

const what: Record<FormKind, string> = { register: 'registros', login: 'ingresos' };

const presentToll = (form: FormKind, { challenge, wait }: Toll): WorkProofView => {
  const busy = `Hay más ${what[form]} de lo usual`;
  if (wait === null) {
    const text = `${busy}: es posible que deba esperar un momento.`;
    return { challenge, ticket: null, made: '', message: null, text };
  }
  const { ticket, seconds } = wait;
  return {
    ...{ challenge, ticket, made: '' },
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
export const admitForm = async (ctx: Ctx, form: FormKind, cedula: string): Promise<WorkProofView | null> => {
  const toll = await ctx.door.admission.admit(form, {
    address: ctx.ip,
    cedula: parseCedula(cedula) ?? undefined,
    browser: ctx.state.browser?.(),
    proof: textField(ctx, 'proof'),
    ticket: textField(ctx, 'ticket'),
  });
  if (toll?.wait != null) ctx.set('Retry-After', String(toll.wait.seconds));
  return toll === null ? null : presentToll(form, toll);
};

/** The same from a program, which makes no proof. @throws AppError `too_many_requests` (429) */
export const admitProgram = async (ctx: Ctx, form: FormKind, cedula: string): Promise<void> => {
  await ctx.door.admission.admit(form, {
    ...{ address: ctx.ip, cedula, browser: undefined, proof: '', ticket: '' },
  });
};

/** What came with a form that was refused before anybody looked at it: good once, so it is handed back. */
export const unusedWorkProof = async (ctx: Ctx, form: FormKind): Promise<WorkProofView | null> => {
  const [made, ticket] = [textField(ctx, 'proof'), textField(ctx, 'ticket')];
  if (made !== '') return { challenge: null, ticket: ticket || null, made, message: null, text: MADE };
  const who = { address: ctx.ip, browser: ctx.state.browser?.(), ticket };
  const toll = await ctx.door.admission.foresee(form, who);
  // What is wrong with the form is said above it.
  return toll === null ? null : { ...presentToll(form, toll), message: null };
};

/** What a form that is shown should bring already; null below the usual rate. */
export const foreseenWorkProof = async (ctx: Ctx, form: FormKind): Promise<WorkProofView | null> => {
  const toll = await ctx.door.admission.foresee(form, { address: ctx.ip, browser: ctx.state.browser?.() });
  return toll === null ? null : presentToll(form, toll);
};
