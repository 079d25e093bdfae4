import type { HoldReason, Trouble } from '../../../shared/contract/census.ts';
import { NOBODY, type OperationKind } from '../../../shared/contract/lookups.ts';

/** Why nothing leaves, as whoever operates reads it. */
export const reasons: Record<HoldReason, string> = {
  paused: 'en pausa',
  blocked: 'la página nos bloquea',
  maintenance: 'la página está en mantenimiento',
  captcha: 'la página pide un captcha',
  timeout: 'la página no responde a tiempo',
  network: 'no hay comunicación con la página',
  page_changed: 'la página cambió',
  unrecognised: 'la página responde con errores',
  lane_failed: 'la salida no responde',
  no_pace: 'sin control del ritmo (Redis o Postgres)',
  no_browser: 'sin navegador',
  no_scraper: 'sin consultores',
};

/** When what is no trouble of the official page ends by itself. */
export const endsWhen: Partial<Record<HoldReason, string>> = {
  no_pace: 'Siguen solas cuando Redis o Postgres respondan.',
  no_browser: 'Siguen solas cuando un consultor lo tenga de nuevo.',
  no_scraper: 'Siguen solas cuando arranque un consultor.',
};

export const troubles: Record<Trouble, string> = {
  pace: 'sin control del ritmo',
  browser: 'sin navegador',
  other: 'con una falla (mire su registro)',
};

export const operations: Record<OperationKind, string> = {
  pause: 'Pausa',
  resume: 'Reanudación',
  probe: 'Prueba pedida',
  redrive: 'Eventos vueltos a entregar',
  reread: 'Fallas leídas de nuevo',
  canary: 'Consulta de control',
  fixture: 'Evidencia sacada, sin datos de nadie',
  opened: 'Salida detenida',
  closed: 'Salida abierta de nuevo',
};

/** Those who operate the portal, by their ids. */
export type Staff = ReadonlyMap<string, string>;

/** Who did something, by name. */
export const whoDid = (by: string, staff: Staff): string =>
  staff.get(by) ?? (by === NOBODY ? 'la línea de comandos' : 'alguien que ya no opera el portal');

/** A reason in an operation's detail, which a newer release may have written. */
export const reasonIn = (code: string): string =>
  Object.hasOwn(reasons, code) ? reasons[code as HoldReason] : code;

/** As the beginning of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** With one full stop: a time ends in "a. m." */
export const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
