import type { Actor } from '../contract/accounts.ts';
import type { Subject } from '../contract/subject.ts';
import { AppError } from '../errors.ts';
import {
  mayAdminister,
  mayAsk,
  mayCompareLeaders,
  mayListReferred,
  mayOperate,
  mayReadReferred,
} from './access.ts';

interface Rule {
  may(actor: Actor, subject: Subject | null): boolean;
  /** What whoever may not is told. */
  refusal: string;
}

/** What needs a role, whoever it is about. */
const roleRules = {
  listReferred: {
    may: mayListReferred,
    refusal: 'Su rol no ve datos de otras personas. Vuelva al inicio.',
  },
  readReferred: {
    may: mayReadReferred,
    refusal: 'Su rol no puede ver los datos del censo de sus referidos.',
  },
  summarize: {
    may: mayReadReferred,
    refusal: 'Su rol no incluye el resumen de los datos del censo de sus referidos.',
  },
  compareLeaders: {
    may: mayCompareLeaders,
    refusal: 'Su rol no coordina líderes.',
  },
  exportReferred: { may: mayListReferred, refusal: 'Su rol no puede descargar listas de personas.' },
  refreshMany: {
    may: mayReadReferred,
    refusal: 'Su rol no puede actualizar las consultas de varias personas a la vez.',
  },
  operate: {
    may: mayOperate,
    refusal: 'Solo quien opera el portal puede ver o manejar las consultas.',
  },
  redrive: {
    may: mayOperate,
    refusal: 'Solo quien opera el portal puede ver o manejar los eventos apartados.',
  },
  /** The pages of those who administer, before anything on them is asked for. */
  viewAdministration: {
    may: mayAdminister,
    refusal: 'Solo quien administra el portal puede ver esto. Si lo necesita, pídalo al equipo del portal.',
  },
  administer: {
    may: mayAdminister,
    refusal: 'Solo quien administra el portal puede hacer esto. Si lo necesita, pídalo al equipo del portal.',
  },
} satisfies Record<string, Rule>;

/** What is about one person; `null` = there is no such person. Who may not know of them is refused in the same words. */
const subjectRules = {
  refresh: {
    may: (actor, subject) => subject !== null && mayAsk(actor, subject),
    refusal: 'No puede actualizar la consulta de esta persona.',
  },
} satisfies Record<string, Rule>;

type RoleAction = keyof typeof roleRules;
type SubjectAction = keyof typeof subjectRules;

/** Every action, who may do it, and what the others are told. */
export const rules: Record<RoleAction | SubjectAction, Rule> = { ...roleRules, ...subjectRules };

/** How whoever may not do something is refused, everywhere in the same words. */
export const refusal = (action: RoleAction | SubjectAction): AppError =>
  new AppError('forbidden', rules[action].refusal, { status: 403 });

/**
 * Lets pass whoever may do this, before anybody else is looked for.
 *
 * @param subject whom it is about; null when there is no such person
 * @throws AppError `forbidden` (403)
 */
export function authorize(actor: Actor, action: RoleAction): void;
export function authorize(actor: Actor, action: SubjectAction, subject: Subject | null): void;
export function authorize(
  actor: Actor,
  action: RoleAction | SubjectAction,
  subject: Subject | null = null,
): void {
  if (!rules[action].may(actor, subject)) throw refusal(action);
}
