import type { FailureKind } from '../../../shared/contract/outcome.ts';

type Phrases = readonly (readonly [RegExp, FailureKind])[];

/** Sure signs of trouble, as the official pages have shown them: they count before words that look like a novedad. */
const sure: Phrases = [
  [/captcha|cuadro de verificacion/, 'captcha'],
  [/\ben actualizacion\b|\ben mantenimiento\b|mantenimiento programado/, 'maintenance'],
  [
    /evento de seguridad|request rejected|requested url was rejected|support id|acceso denegado|ha sido bloquead/,
    'blocked',
  ],
  [/curl error|operation timed out|tiempo de espera/, 'network'],
];

/** The same trouble in the changing words that sites of this kind have; guessed, but for a few that were seen. */
const likely: Phrases = [
  [/no soy un robot|\bturnstile\b|(es|eres|sea) (un )?humano|verificacion humana/, 'captcha'],
  [
    /\bmantenimiento\b|\bmaintenance\b|en construccion|under construction|\bactualizando\b|actualizacion (de|del|a) (la |el |los |las |nuestr[oa]s? )?(informacion|datos|bases?|plataforma|sistema|sitio|pagina|servicio|aplicacion)/,
    'maintenance',
  ],
  [
    /fuera de (servicio|linea|operacion)|intermitencia|(servicio|sitio|sistema|pagina|plataforma|consulta) (web )?(ha sido |esta |se encuentra )?(temporalmente |momentaneamente )?(suspendid|inhabilitad|deshabilitad|no disponible)|(temporalmente|momentaneamente) (fuera|suspendid|inhabilitad|deshabilitad|no disponible)|(labores|trabajos|tareas) (tecnicas|de mejora)|(en|por) (mejoras|ajustes|reparacion|actualizacion(es)?)\b|actualizacion(es)? (programad|tecnic|tecnologic|en curso)|estamos mejorando|cierre temporal|volveremos (pronto|en)/,
    'maintenance',
  ],
  [
    /demasiad[oa]s (solicitudes|peticiones|consultas|intentos|accesos)|(limite|maximo|cupo|exceso|numero) (maximo |permitido |diario )?de (solicitudes|peticiones|consultas|intentos)|too many requests|rate.?limit|error code: ?10\d\d|(solicitudes|peticiones|consultas|intentos) (permitid|excesiv)/,
    'blocked',
  ],
  [
    /\btoken\b|\bsesion (ha |fue |no )?(\w+ )?(expir|caduc|venc|finaliz|termin|invalid|es valida)|\b(expir[aoó]|expirad[oa]|expired|caducad[oa]|caduco)\b|(verificacion|validacion|comprobacion|control) de seguridad/,
    'blocked',
  ],
  [
    /\bbloquead[oa]s?\b|acceso (restringido|prohibido|no (autorizado|permitido))|no autorizad[oa]|\b(forbidden|unauthori[sz]ed|access denied)\b|(actividad|trafico|comportamiento) (inusual|sospechos|anomal|irregular|automatizad)|just a moment|checking your browser|verify(ing)? you are human|solicitud (rechazada|denegada|no permitida)/,
    'blocked',
  ],
  [
    /(ocurrio|ocurrido|presento|presentado|produjo|producido|hubo|genero|generado|existe) (un |una |algun |varios )?(error|fallo|falla|problema|inconveniente)|\berror (interno|inesperado|desconocido|general|tecnico|temporal|al|en el|en la|de conexion|de comunicacion|del? (servidor|servicio|sistema))\b/,
    'network',
  ],
  [
    /no (fue|es|ha sido) posible (procesar|realizar|consultar|completar|conectar|establecer|atender|obtener|acceder)|no se (pudo|puede|logro|ha podido) (procesar|realizar|consultar|completar|conectar|establecer|atender|obtener|acceder)|no (esta|se encuentra) disponible|timed? ?out\b|bad gateway|service (temporarily )?unavailable|internal server error|(intente|intentelo|intenta) (de nuevo|nuevamente|mas tarde|otra vez)/,
    'network',
  ],
];

const kindIn = (phrases: Phrases, folded: string): FailureKind | null =>
  phrases.find(([pattern]) => pattern.test(folded))?.[1] ?? null;

/** @param folded as `fold` returns it; only what stands in the place of an answer, never a whole page */
export const sureFailure = (folded: string): FailureKind | null => kindIn(sure, folded);
export const likelyFailure = (folded: string): FailureKind | null => kindIn(likely, folded);

/** The site calls the number itself wrong: that is about this person, not about the site. */
export const callsNumberWrong = (folded: string): boolean =>
  /(documento|cedula|identificacion|nuip)( de (identidad|ciudadania|documento))?( digitad[oa]| ingresad[oa])? ((no es|no son|es|son) )?(valid[oa]|invalid[oa]|incorrect[oa]|errone[oa]|correct[oa])/.test(
    folded,
  ) && !/\btoken\b|captcha/.test(folded);
