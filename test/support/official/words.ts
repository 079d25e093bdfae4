import type { FailureKind } from '../../../shared/contract/outcome.ts';
import { CEDULA, type Fixture } from './fixture.ts';

export const NOT_FOUND_TEXT = `El documento de identidad número ${CEDULA} no se encuentra en el censo para esta elección.`;
export const CAPTCHA_TEXT = 'Marque el cuadro de verificación o captcha!…';
export const UPSTREAM_TEXT = 'Curl error: Operation timed out after 15008 milliseconds with 0 bytes received';
export const MAINTENANCE_TEXT = 'La información se encuentra en actualización. Por favor intente más tarde.';

/** Every novedad that was seen, and state codes and spellings that were not. */
export const NOVEDADES: readonly [novedad: string, origin: Fixture['origin']][] = [
  ['Cancelada por Muerte', 'seen'],
  ['Cancelada por Doble Cedulación', 'seen'],
  ['Cancelada por Falsa Identidad', 'seen'],
  ['Baja por Perdida o Suspension de los Derechos Politicos', 'seen'],
  ['Vigente con Perdida o Suspension de los Derechos Politicos', 'seen'],
  ['Pendiente por Solicitud en proceso', 'seen'],
  ['Baja por Trashumancia', 'seen'],
  ['no se encuentra habilitado para votar', 'seen'],
  ['CANCELADA POR MUERTE (LEY 1365 DE 2009)', 'guessed'],
  ['Cancelada por doble cedulacion', 'guessed'],
  ['Fallecido', 'guessed'],
  ['FALLECIDA', 'guessed'],
  ...['21 - Muerte', '51 MUERTE', '22 - Doble Cedulación', 'Falsa muerte'].map(
    (text) => [text, 'guessed'] as const,
  ),
  ...['21', '51'].map((code) => [code, 'guessed'] as const),
  ...['12', '14', '22', '23', '24', '25', '26', '28', '53', '88', '99'].map(
    (code) => [code, 'guessed'] as const,
  ),
].map(([novedad = '', origin]) => [novedad, origin === 'seen' ? 'seen' : 'guessed']);

/** Trouble in the words that sites of this kind have, whatever the envelope. */
export const TROUBLES: readonly [words: string, kind: FailureKind, origin: Fixture['origin']][] = [
  ['Token inválido o expirado', 'blocked', 'seen'],
  ['Verificación de seguridad fallida', 'blocked', 'seen'],
  ['Demasiadas solicitudes', 'blocked', 'seen'],
  ['Ocurrió un error al procesar su solicitud', 'network', 'seen'],
  ['Ha superado el límite de consultas permitidas.', 'blocked', 'guessed'],
  ['Su sesión ha expirado. Recargue la página.', 'blocked', 'guessed'],
  ['Too Many Requests', 'blocked', 'guessed'],
  ['Acceso restringido por actividad inusual', 'blocked', 'guessed'],
  ['Token de captcha inválido', 'captcha', 'guessed'],
  ['Confirme que no soy un robot', 'captcha', 'guessed'],
  ['Nos encontramos en labores de mantenimiento', 'maintenance', 'seen'],
  ['El sitio está en construcción', 'maintenance', 'seen'],
  ['Portal no disponible por actualización', 'maintenance', 'guessed'],
  ['error code: 1015', 'blocked', 'guessed'],
  ['Estamos actualizando la información', 'maintenance', 'guessed'],
  ['Servicio temporalmente suspendido', 'maintenance', 'guessed'],
  ['El sistema se encuentra fuera de servicio', 'maintenance', 'guessed'],
  ['Presentamos intermitencia en el servicio', 'maintenance', 'guessed'],
  ['SE HA PRESENTADO UN INCONVENIENTE, INTENTE NUEVAMENTE', 'network', 'guessed'],
  ['No fue posible procesar la consulta en este momento.', 'network', 'guessed'],
  ['Error interno del servidor', 'network', 'guessed'],
  ['El número de documento no es válido. Digite solo números, máximo 10 dígitos.', 'unrecognised', 'guessed'],
];
