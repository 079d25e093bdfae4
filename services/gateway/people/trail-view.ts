import {
  type AuditAction,
  type AuditEntry,
  auditActions,
  type Named,
} from '../../../shared/contract/audit.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { counted, formatMoment, formatTime } from '../ui/format.ts';
import { roleChangeText } from './roles.ts';

const names: Record<AuditAction, string> = {
  'referrals.list': 'Vio una lista de referidos',
  'referral.read': 'Vio a una persona referida',
  'referral.stream': 'Recibió una respuesta en vivo',
  'referrals.export': 'Descargó una lista de referidos',
  'users.list': 'Vio una lista de usuarios',
  'user.read': 'Vio los datos de una persona',
  'user.role': 'Cambió un rol',
  'history.read': 'Vio el historial de consultas',
  'evidence.read': 'Descargó una evidencia',
  'events.redrive': 'Volvió a entregar eventos apartados',
  'user.create': 'Creó una cuenta',
  'factor.add': 'Activó un segundo paso',
  'factor.remove': 'Quitó su segundo paso',
  'factor.codes': 'Pidió códigos de recuperación',
  'factor.recovery': 'Usó un código de recuperación',
  'factor.reset': 'Quitó el segundo paso de una persona',
  'user.suspend': 'Suspendió una cuenta',
  'user.restore': 'Restableció una cuenta',
  'user.erase': 'Borró a una persona',
  'erasures.read': 'Preguntó al libro de los borrados por una cédula',
  'backup.restore': 'Restauró el portal de un respaldo',
  'session.open': 'Ingresó',
  'session.refused': 'Se rechazó un ingreso',
  'session.lockout': 'Se frenó un ingreso por demasiados intentos',
  'session.close': 'Cerró una sesión',
  'proof.refused': 'No pudo mostrar que es la persona de la cuenta',
  'phone.change': 'Cambió su celular',
  'password.change': 'Cambió su contraseña',
  'recovery.request': 'Pidió recuperar una cuenta',
  'recovery.link': 'Hizo un enlace para recuperar una cuenta',
  'recovery.refuse': 'Negó la recuperación de una cuenta',
  'recovery.list': 'Vio las solicitudes de recuperación',
  'password.recover': 'Recuperó su cuenta con una contraseña nueva',
  'claim.open': 'Alguien reclamó la cédula de una cuenta',
  'claim.approve': 'Aprobó como primera persona el reclamo de una cédula',
  'claim.grant': 'Entregó una cuenta a quien reclamó la cédula',
  'claim.refuse': 'Negó el reclamo de una cédula',
  'access.refused': 'Se le negó el acceso',
  'audit.read': 'Vio la auditoría',
  'audit.export': 'Descargó la auditoría',
  'data.take': 'Descargó sus propios datos',
  'user.referrer': 'Corrigió quién invitó a una persona',
  'user.cedula': 'Corrigió una cédula',
  'request.open': 'Anotó una solicitud sobre datos',
  'request.answer': 'Respondió una solicitud sobre datos',
  'request.extend': 'Prorrogó una solicitud sobre datos',
  'request.incomplete': 'Pidió completar un reclamo',
  'request.complete': 'Anotó lo que completa un reclamo',
  'request.lapse': 'Un reclamo incompleto quedó desistido',
  'requests.read': 'Vio el registro de solicitudes',
  'requests.export': 'Descargó el registro de solicitudes',
  'consent.give': 'Dio una autorización',
  'consent.withdraw': 'Retiró una autorización',
};

const isKnown = (action: string): action is AuditAction =>
  (auditActions as readonly string[]).includes(action);

/** What was done, in words; as it is when a later release wrote it. */
export const actionName = (action: string): string => (isKnown(action) ? names[action] : action);

/** One entry as a row: who did what, about whom. */
export interface TrailRow {
  at: string;
  actor: Named | null;
  what: string;
  subjects: readonly Named[];
  /** How many people more than those who are named. */
  others: number;
  ip: string;
  detail: string;
}

export const presentEntry = (entry: AuditEntry, now: Date): TrailRow => ({
  at: `${entry.visit === undefined ? formatMoment(entry.at, now) : spanOf(entry.visit.from, entry.at, now)}${entry.open ? ' (sigue abierta)' : ''}`,
  actor: entry.actor,
  what: `${actionName(entry.action)}${entry.visit === undefined ? '' : `, ${counted(entry.visit.times, 'vez', 'veces')}`}`,
  subjects: entry.subjects.first,
  others: entry.subjects.total - entry.subjects.first.length,
  ip: entry.ip,
  detail: entry.action === 'user.role' ? roleChangeText(entry.detail) : entry.detail,
});

/** "hoy a las 2:02 p. m. – 2:09 p. m." */
const spanOf = (from: string, until: string, now: Date): string => {
  const begun = formatMoment(from, now);
  const ended = formatMoment(until, now);
  if (begun === ended) return begun;
  // A visit over midnight ends on another day.
  const isOneDay = bogotaDayOf(new Date(from)) === bogotaDayOf(new Date(until));
  return `${begun} – ${isOneDay ? formatTime(until) : ended}`;
};

export interface ActionOption {
  value: AuditAction;
  label: string;
  chosen: boolean;
}

/** The actions as options of a list. */
export const actionOptions = (chosen: AuditAction | undefined): ActionOption[] =>
  auditActions.map((value) => ({ value, label: names[value], chosen: value === chosen }));
