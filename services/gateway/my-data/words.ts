import type { AuditAction } from '../../../shared/contract/audit.ts';
import type { FactorKind } from '../../../shared/contract/factors.ts';
import type { AttemptOutcome } from '../../../shared/contract/history.ts';
import type { MessageKind } from '../../../shared/contract/message-kinds.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { Reader } from '../../../shared/contract/own-data.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { roleName } from '../people/roles.ts';
import { actionName } from '../people/trail-view.ts';

/** How something that was kept is said to whom it is about. */

const failures: Record<FailureKind, string> = {
  timeout: 'La página no respondió a tiempo',
  network: 'No hubo comunicación con la página',
  blocked: 'La página rechazó la consulta',
  captcha: 'La página pidió una verificación',
  maintenance: 'La página estaba en mantenimiento',
  page_changed: 'La página de la Registraduría cambió',
  unrecognised: 'No pudimos leer la respuesta',
  wrong_person: 'La respuesta era de otra cédula: la descartamos',
  browser_crash: 'Falló el portal',
  crash: 'Falló el portal',
};

export const failureText = (kind: FailureKind): string => failures[kind];

const outcomes: Record<Exclude<AttemptOutcome, FailureKind>, { text: string; tone: Tone }> = {
  active: { text: 'Habilitada para votar', tone: 'good' },
  cancelled: { text: 'Con novedad o cancelada', tone: 'notice' },
  not_found: { text: 'No está en el censo', tone: 'notice' },
  stopped: { text: 'Quedó para después', tone: 'waiting' },
  not_sent: { text: 'Quedó para después', tone: 'waiting' },
  lane_failed: { text: 'Quedó para después', tone: 'waiting' },
};

const isFailure = (outcome: AttemptOutcome): outcome is FailureKind => Object.hasOwn(failures, outcome);

/** How a lookup ended; null = it runs. */
export const outcomeLook = (outcome: AttemptOutcome | null): { text: string; tone: Tone } => {
  if (outcome === null) return { text: 'En curso', tone: 'waiting' };
  return isFailure(outcome) ? { text: failures[outcome], tone: 'bad' } : outcomes[outcome];
};

const factors: Record<FactorKind, string> = { totp: 'Aplicación de códigos', passkey: 'Llave de acceso' };

export const factorName = (kind: FactorKind): string => factors[kind];

const messages: Record<MessageKind, string> = {
  recovery_code: 'Código para recuperar la cuenta',
  phone_code: 'Código para confirmar el celular',
  account_exists: 'Aviso de que alguien quiso registrarse con su cédula',
  account_recovered: 'Aviso de que la cuenta se recuperó',
  phone_changed: 'Aviso de que el celular cambió',
  cedula_changed: 'Aviso de que la cédula se corrigió',
  claim_opened: 'Aviso de que alguien reclamó la cédula',
  claim_decided: 'Aviso de la decisión sobre la cédula',
  request_incomplete: 'Aviso de que a un reclamo le falta algo',
  retention_notice: 'Aviso de que los datos se van a borrar',
  erased: 'Aviso de que los datos se borraron',
};

export const messageName = (kind: string): string => {
  const known: Record<string, string | undefined> = messages;
  return known[kind] ?? 'Otro mensaje';
};

const messageStates: Record<string, string | undefined> = {
  waiting: 'Por enviar',
  sending: 'Enviándose',
  unknown: 'No se sabe si salió',
  sent: 'Enviado',
  failed: 'No se pudo enviar',
  expired: 'Venció sin enviarse',
};

export const messageState = (state: string): string => messageStates[state] ?? 'No se sabe';

/** Somebody who did something, in words. */
export const readerName = (reader: Reader | 'self'): string => {
  if (reader === 'self') return 'Usted';
  switch (reader.kind) {
    case 'person':
      return `${reader.name} (${roleName(reader.role).toLowerCase()})`;
    case 'administration':
      return 'Administración del portal';
    case 'portal':
      return 'El portal';
    case 'gone':
      return 'Alguien cuya cuenta ya no existe';
  }
};

/** What was done with somebody's data, said to them; what only they do themselves is said as in the trail. */
const done: Record<Exclude<AuditAction, OwnDoing>, string> = {
  'referrals.list': 'Vio una lista en la que está usted',
  'referral.read': 'Vio sus datos',
  'referral.stream': 'Recibió su respuesta en vivo',
  'referrals.export': 'Descargó una lista en la que está usted',
  'users.list': 'Vio una lista en la que está usted',
  'user.read': 'Vio sus datos',
  'history.read': 'Vio sus consultas',
  'evidence.read': 'Descargó lo que mostró la página en una consulta suya',
  'events.redrive': 'Volvió a entregar lo que se había apartado sobre usted',
  'audit.read': 'Vio lo que se anotó sobre usted',
  'audit.export': 'Descargó lo que se anotó sobre usted',
  'access.refused': 'Se le negó ver sus datos',
  'user.create': 'Creó su cuenta',
  'user.role': 'Cambió su rol',
  'user.suspend': 'Suspendió su cuenta',
  'user.restore': 'Restableció su cuenta',
  'user.erase': 'Borró sus datos',
  'erasures.read': 'Preguntó al libro de los borrados por una cédula',
  'backup.restore': 'Restauró el portal de un respaldo',
  'user.cedula': 'Corrigió su cédula',
  'user.referrer': 'Corrigió quién le invitó',
  'factor.reset': 'Quitó su segundo paso',
  'recovery.request': 'Pidió que usted recupere su cuenta',
  'recovery.link': 'Hizo un enlace para que usted recupere su cuenta',
  'recovery.refuse': 'Negó que se recupere su cuenta',
  'recovery.list': 'Vio que se pidió recuperar su cuenta',
  'password.recover': 'Recuperó su cuenta con una contraseña nueva',
  'claim.open': 'Alguien dijo que su cédula es suya',
  'claim.approve': 'Aprobó entregar su cuenta a quien reclamó la cédula',
  'claim.grant': 'Entregó su cuenta a quien reclamó la cédula',
  'claim.refuse': 'Negó a otra persona su cédula',
  'consent.give': 'Anotó una autorización suya',
  'consent.withdraw': 'Anotó que usted retiró una autorización',
  'request.open': 'Anotó una solicitud suya',
  'request.answer': 'Respondió una solicitud suya',
  'request.extend': 'Prorrogó una solicitud suya',
  'request.incomplete': 'Le pidió completar un reclamo suyo',
  'request.complete': 'Anotó lo que completa un reclamo suyo',
  'request.lapse': 'Un reclamo suyo incompleto quedó desistido',
  'requests.read': 'Vio una solicitud suya',
  'requests.export': 'Descargó el registro de solicitudes',
};

/** What nobody does but with their own account. */
type OwnDoing =
  | Extract<AuditAction, `session.${string}`>
  | 'proof.refused'
  | 'factor.add'
  | 'factor.remove'
  | 'factor.codes'
  | 'factor.recovery'
  | 'password.change'
  | 'phone.change'
  | 'data.take';

export const doneText = (action: string): string => {
  const known: Record<string, string | undefined> = done;
  return known[action] ?? actionName(action);
};
