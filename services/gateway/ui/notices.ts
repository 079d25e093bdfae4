import type { ParsedUrlQuery } from 'node:querystring';

export interface Notice {
  tone: 'good' | 'bad';
  text: string;
  /** It is about an answer that is awaited: once that has come it says nothing any more. */
  untilAnswer?: true;
}

/** What a page says after it was redirected to; only these, so that a link cannot put words on our pages. */
const notices = {
  actualizando: {
    tone: 'good',
    text: 'Pedimos una nueva consulta. La respuesta aparecerá aquí.',
    untilAnswer: true,
  },
  espera: { tone: 'bad', text: 'Acaba de pedir una consulta: espere unos segundos antes de pedir otra.' },
  'sin-permiso': { tone: 'bad', text: 'No puede actualizar la consulta de esta persona.' },
  masiva: {
    tone: 'good',
    text: 'La actualización empezó: aquí puede ver cómo avanza.',
  },
  'masiva-en-curso': {
    tone: 'good',
    text: 'Ya estamos actualizando a las personas que eligió: aquí puede ver cómo avanza.',
  },
  'masiva-vacia': { tone: 'bad', text: 'Ninguna de las personas elegidas se puede actualizar ahora.' },
  'autorizacion-dada': { tone: 'good', text: 'Su decisión quedó guardada.' },
  'autorizacion-retirada': {
    tone: 'good',
    text: 'Retiró su autorización. Puede darla de nuevo cuando quiera.',
  },
  'control-autorizado': {
    tone: 'good',
    text: 'Gracias: su cédula se consulta una vez por hora, cuando nadie espera.',
  },
  'control-retirado': {
    tone: 'good',
    text: 'Retiró la autorización: su cédula ya no se consulta por control.',
  },
  'datos-guardados': { tone: 'good', text: 'Sus datos quedaron guardados.' },
  'masiva-sin-elegir': {
    tone: 'bad',
    text: 'No eligió a nadie: marque a las personas que quiere actualizar, o elija a todas.',
  },
  'masiva-cancelada': {
    tone: 'good',
    text: 'Cancelamos la actualización. Las consultas que ya habían salido terminan solas.',
  },
  'contrasena-cambiada': { tone: 'good', text: 'Su contraseña cambió. Cerramos sus otras sesiones.' },
  'sesion-cerrada': { tone: 'good', text: 'Esa sesión quedó cerrada.' },
  'sesiones-cerradas': { tone: 'good', text: 'Cerramos sus otras sesiones. Solo queda abierta esta.' },
  'consultas-en-pausa': {
    tone: 'good',
    text: 'Las consultas quedaron en pausa. Las que están en curso terminan.',
  },
  'consultas-reanudadas': { tone: 'good', text: 'Las consultas siguen.' },
  'consultas-prueba': {
    tone: 'good',
    text: 'La próxima consulta de la fila sale como prueba. Si la página responde, siguen las demás.',
  },
  'eventos-entregados': { tone: 'good', text: 'Los eventos apartados se entregaron de nuevo.' },
  'eventos-apartados': {
    tone: 'bad',
    text: 'Algunos eventos fallaron otra vez y siguen apartados: corrija la causa que muestra cada uno.',
  },
  'invitacion-corregida': {
    tone: 'good',
    text: 'Quedó corregido quién le invitó. Esa persona ve desde ahora lo que usted autorizó a compartir, y la anterior ya no.',
  },
  'persona-corregida': {
    tone: 'good',
    text: 'La corrección quedó hecha y ya rige. El motivo quedó en la auditoría.',
  },
  'solicitud-hecha': {
    tone: 'good',
    text: 'Recibimos su solicitud. Abajo ve hasta cuándo se responde.',
  },
  'solicitud-anotada': {
    tone: 'good',
    text: 'La solicitud quedó en el registro, con su fecha de vencimiento.',
  },
  'solicitud-respondida': { tone: 'good', text: 'La respuesta quedó guardada.' },
  'solicitud-prorrogada': { tone: 'good', text: 'La prórroga quedó guardada, con su motivo.' },
  'solicitud-incompleta': {
    tone: 'good',
    text: 'Quedó anotado qué le falta. El plazo no corre mientras se espera a la persona.',
  },
  'solicitud-completada': {
    tone: 'good',
    text: 'Quedó anotado. El plazo corre desde que llegó lo que faltaba.',
  },
  'reclamo-completado': {
    tone: 'good',
    text: 'Recibimos lo que faltaba. Abajo ve hasta cuándo se responde.',
  },
  'rol-cambiado': {
    tone: 'good',
    text: 'El rol cambió y ya rige. El cambio y su motivo quedaron en la auditoría.',
  },
  'segundo-paso-quitado': { tone: 'good', text: 'Quitamos ese segundo paso de su cuenta.' },
  'contrasena-recuperada': {
    tone: 'good',
    text: 'Su contraseña cambió y se cerraron todas sus sesiones. Ingrese con la nueva.',
  },
  'recuperacion-pedida': {
    tone: 'good',
    text: 'La solicitud quedó hecha. Quien administra el portal la decide y le da el enlace.',
  },
  'recuperacion-ya-decidida': {
    tone: 'bad',
    text: 'Esa petición ya se decidió, o ya no existe. Si el enlace se perdió, haga otro en la página de la persona.',
  },
  'recuperacion-espera': {
    tone: 'good',
    text: 'Falta que otra persona que administre lo apruebe en Peticiones de acceso: para esto hacen falta dos.',
  },
  'recuperacion-negada': {
    tone: 'good',
    text: 'La solicitud quedó negada. El motivo quedó en la auditoría.',
  },
  'reclamo-aprobado': {
    tone: 'good',
    text: 'Su aprobación quedó anotada. Falta la de otra persona que administre: esta cuenta la entregan dos.',
  },
  'reclamo-negado': {
    tone: 'good',
    text: 'El reclamo quedó negado y la cuenta sigue como estaba. El motivo quedó en la auditoría.',
  },
  'segundo-paso-de-otro': {
    tone: 'good',
    text: 'Le quitamos el segundo paso y cerramos sus sesiones. Ingresa con su contraseña y lo activa de nuevo.',
  },
  'cuenta-suspendida': {
    tone: 'good',
    text: 'La cuenta quedó suspendida y sus sesiones terminaron. El motivo quedó en la auditoría.',
  },
  'cuenta-restablecida': {
    tone: 'good',
    text: 'La persona puede entrar de nuevo. El motivo quedó en la auditoría.',
  },
  'codigo-enviado': { tone: 'good', text: 'Le enviamos un código. Si pidió varios, use el último.' },
  'avisos-quitados': { tone: 'good', text: 'Ese equipo ya no recibe avisos.' },
  'avisos-apagados': { tone: 'good', text: 'Apagamos los avisos en todos sus equipos.' },
  'telefono-confirmado': { tone: 'good', text: 'Su celular quedó confirmado.' },
  'telefono-por-confirmar': {
    tone: 'good',
    text: 'Sus datos quedaron guardados. El nuevo celular vale cuando lo confirme.',
  },
  'ya-tiene-cuenta': {
    tone: 'good',
    text: 'Con esa cédula ya hay una cuenta. Ingrese con su contraseña, o recupérela si la olvidó. Si otra persona la registró, dígalo en «Recuperar la cuenta».',
  },
  'persona-borrada': {
    tone: 'good',
    text: 'Esa persona y todos sus datos quedaron borrados. El motivo quedó en la auditoría, sin su nombre.',
  },
  bienvenida: {
    tone: 'good',
    // Whether anything is looked up is said by the answer below it.
    text: 'Su registro quedó hecho.',
  },
} satisfies Record<string, Notice>;

export type NoticeName = keyof typeof notices;

export const noticeOf = ({ aviso }: ParsedUrlQuery): Notice | null =>
  typeof aviso === 'string' && Object.hasOwn(notices, aviso) ? notices[aviso as NoticeName] : null;

/** The address of a page that says so after a redirect. */
export const withNotice = (address: string, notice: NoticeName): string => {
  const [page = '', place] = address.split('#');
  const asked = `${page}${page.includes('?') ? '&' : '?'}aviso=${notice}`;
  return place === undefined ? asked : `${asked}#${place}`;
};
