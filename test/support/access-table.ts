import type { Role } from '../../shared/contract/accounts.ts';

/**
 * What every address answers each role: the whole of who may do what, as it is seen from outside. A new route gets a
 * row here (a unit test says when one is missing).
 */

/** Whom an address with `:id` is about. */
export const whoms = ['own', 'referred', 'foreign', 'missing'] as const;
export type Whom = (typeof whoms)[number];

/** `*` stands for any text; alternatives are separated by ` or `. */
type Outcome = string;
/** One outcome for all, or one for each whom. */
type Outcomes = Outcome | Record<Whom, Outcome>;

export interface Row {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As the router has it; `:id` becomes the person's, any other parameter a random id. */
  path: string;
  /** What is sent; `:id` becomes the person's. */
  body?: Record<string, string | string[]>;
  outcomes: Record<Role, Outcomes>;
}

type ByRole = Partial<Record<Role, Outcomes>>;

/** The same for every role, but for those that are named. */
const each = (outcomes: Outcomes, others: ByRole = {}): Record<Role, Outcomes> => ({
  USER: outcomes,
  LEADER: outcomes,
  COORDINATOR: outcomes,
  OPERATOR: outcomes,
  ADMIN: outcomes,
  ...others,
});

const operators = (allowed: Outcomes): Record<Role, Outcomes> =>
  each('403', { OPERATOR: allowed, ADMIN: allowed });
const admins = (allowed: Outcomes): Record<Role, Outcomes> => each('403', { ADMIN: allowed });
const leaders = (allowed: Outcomes, others: Outcomes): Record<Role, Outcomes> =>
  each(others, { LEADER: allowed, COORDINATOR: allowed, ADMIN: allowed });

const referredOnly = { own: '404', referred: '200', foreign: '404', missing: '404' };
const existing = { own: '200', referred: '200', foreign: '200', missing: '404' };
const wrong = { own: '400', referred: '400', foreign: '400', missing: '400' };
const nobody = { own: '404', referred: '404', foreign: '404', missing: '404' };

const asked = '302 /referidos/?aviso=actualizando or 302 /referidos/?aviso=espera';
const decided = '303 /admin/recuperaciones/?aviso=recuperacion-ya-decidida';
const notAsked = '302 /referidos/?aviso=sin-permiso';
const apiAsked = '202 or 429';

const page = (path: string, outcomes: Record<Role, Outcomes>): Row => ({ method: 'GET', path, outcomes });
const form = (path: string, outcomes: Record<Role, Outcomes>, body?: Row['body']): Row => ({
  method: 'POST',
  path,
  outcomes,
  ...(body === undefined ? {} : { body }),
});

/** Everybody asked about has a good answer by then, so a USER may not refresh their own. */
export const accessTable: readonly Row[] = [
  page('/register/', each('302 /')),
  form('/register/', each('400')),
  page('/login/', each('302 /')),
  form('/login/', each('400')),
  page('/recuperar/', each('200')),
  form('/recuperar/', each('303 /recuperar/')),
  page('/recuperar/codigo/', each('302 /recuperar/')),
  form('/recuperar/codigo/', each('400')),
  page('/recuperar/enlace/', each('404')),
  form('/recuperar/enlace/', each('400')),
  page('/recuperar/reclamar/', each('200')),
  form('/recuperar/reclamar/', each('400')),
  page('/logout/', each('200')),
  page('/politica-de-datos/', each('200')),
  page('/politica-de-datos/:version/', each('404')),
  page('/verificar/', each('200')),
  form('/verificar/', each('200')),
  page('/mis-datos/autorizaciones/', each('200')),
  form('/mis-datos/autorizaciones/dar/', each('400')),
  form('/mis-datos/autorizaciones/retirar/', each('400')),
  form('/mis-datos/autorizaciones/retirar-todo/', each('400')),
  form('/mis-datos/autorizaciones/decidir/', each('400')),
  page('/mis-datos/autorizaciones/constancia/', each('200')),
  page('/mis-datos/autorizaciones/constancia.json', each('200')),
  page('/', each('200')),
  page('/invitar/', each('200')),
  page('/perfil/', each('200')),
  page('/perfil/editar/', each('200')),
  form('/perfil/editar/', each('400')),
  page('/confirmar/', each('200')),
  form('/confirmar/', each('400')),
  page('/login/segundo-paso/', each('302 /')),
  form('/login/segundo-paso/', each('302 /')),
  page('/perfil/seguridad/', each('200')),
  page('/perfil/seguridad/aplicacion/', each('302 /perfil/seguridad/')),
  page('/perfil/seguridad/aplicacion/confirmar/', each('302 /perfil/seguridad/')),
  page('/perfil/seguridad/llave/', each('302 /perfil/seguridad/')),
  form('/perfil/seguridad/llave/', each('400')),
  page('/perfil/seguridad/codigos/', each('302 /perfil/seguridad/')),
  page('/perfil/seguridad/quitar/', each('302 /perfil/seguridad/')),
  form('/perfil/seguridad/aplicacion/', each('200')),
  form('/perfil/seguridad/aplicacion/confirmar/', each('400')),
  form('/perfil/seguridad/codigos/', each('409')),
  form('/perfil/seguridad/quitar/', each('400')),
  page('/register/codigo/', each('302 /')),
  form('/register/codigo/', each('302 /')),
  page('/register/codigo/otro/', each('302 /register/codigo/')),
  form('/register/codigo/otro/', each('302 /')),
  page('/perfil/telefono/', each('200')),
  form('/perfil/telefono/', each('400')),
  page('/perfil/telefono/codigo/', each('302 /perfil/telefono/')),
  // Nobody is reached where these are asked.
  form('/perfil/telefono/codigo/', each('409')),
  page('/perfil/telefono/dejar/', each('302 /perfil/telefono/')),
  form('/perfil/telefono/dejar/', each('302 /perfil/?aviso=datos-guardados')),
  page('/perfil/sesiones/', each('200')),
  form('/perfil/sesiones/:sessionId/cerrar/', each('302 /perfil/sesiones/?aviso=sesion-cerrada')),
  form('/perfil/sesiones/cerrar-otras/', each('302 /perfil/sesiones/?aviso=sesiones-cerradas')),
  page('/perfil/avisos/', each('200')),
  page('/perfil/avisos/apagar/', each('302 /perfil/avisos/')),
  form('/perfil/avisos/apagar/', each('302 /perfil/avisos/?aviso=avisos-apagados')),
  form('/perfil/avisos/:browserId/quitar/', each('302 /perfil/avisos/?aviso=avisos-quitados')),
  page('/sin-conexion/', each('200')),
  page('/mis-datos/', each('200')),
  page('/mis-datos/visitas/', each('200')),
  page('/mis-datos/consultas/', each('200')),
  page('/mis-datos/descargar/', each('200')),
  page('/mis-datos/descargar.html', each('200')),
  page('/mis-datos/descargar.json', each('200')),
  page('/mis-datos/solicitar/', each('200')),
  form('/mis-datos/solicitar/', each('400')),
  page('/mis-datos/solicitar/:requestId/', each('302 /mis-datos/solicitar/')),
  form('/mis-datos/solicitar/:requestId/', each('404'), { completion: 'Prueba de permisos' }),
  page('/mis-datos/corregir/', each('200')),
  form('/mis-datos/corregir/', each('400')),
  page('/mis-datos/corregir/invitacion/', each('302 /mis-datos/corregir/')),
  form('/mis-datos/corregir/invitacion/', each('400')),
  page('/mis-datos/borrar/', each('200')),
  form('/mis-datos/borrar/', each('303 /mis-datos/borrar/?falta=confirmar')),
  page('/cuenta-borrada/', each('200')),
  page('/estado/', each('200')),
  page('/censo/', each('302 /perfil/#censo')),
  page('/cambiar-password/', each('200')),
  form('/cambiar-password/', each('400')),
  page('/refrescar-cedula/', each('302 /perfil/')),
  form(
    '/refrescar-cedula/',
    leaders('302 /perfil/?aviso=actualizando or 302 /perfil/?aviso=espera', '302 /perfil/?aviso=sin-permiso'),
  ),
  page('/refrescar-cedula/:id/', each('302 /referidos/')),
  form(
    '/refrescar-cedula/:id/',
    leaders({ own: asked, referred: asked, foreign: notAsked, missing: notAsked }, notAsked),
  ),
  page('/referidos/', each('200', { OPERATOR: '403' })),
  page('/referido/:id/', each(referredOnly, { OPERATOR: nobody })),
  form(
    '/referido/:id/recuperar/',
    each(
      { own: '403', referred: '404', foreign: '404', missing: '404' },
      {
        LEADER: { own: '403', referred: '302 /referido/*', foreign: '404', missing: '404' },
        COORDINATOR: { own: '403', referred: '302 /referido/*', foreign: '404', missing: '404' },
        ADMIN: { own: '403', referred: '302 /referido/*', foreign: '404', missing: '404' },
      },
    ),
    { reason: 'Prueba de permisos' },
  ),
  page('/bulk-refresh/', each('302 /referidos/')),
  form('/bulk-refresh/', leaders('200', '403'), { ids: ':id' }),
  page('/bulk-refresh/cancelar/', each('302 /referidos/')),
  form('/bulk-refresh/cancelar/', each('404'), { lote: crypto.randomUUID() }),
  page('/resumen/', leaders('200', '403')),
  page('/referidos/exportar/', each('200', { OPERATOR: '403' })),
  page('/referidos/planilla/', leaders('200', '403')),
  page('/referidos/exportar.csv', each('200', { OPERATOR: '403' })),
  page('/referidos/exportar.xlsx', each('200', { OPERATOR: '403' })),

  page('/admin/consultas/', operators('200')),
  page('/admin/consultas/pagina/', operators('200')),
  form(
    '/admin/consultas/control/',
    operators('302 /admin/consultas/pagina/?aviso=control-autorizado#control or 409'),
    { acepto: 'si' },
  ),
  form(
    '/admin/consultas/control/retirar/',
    each('302 /admin/consultas/pagina/?aviso=control-retirado#control'),
  ),
  form('/admin/consultas/pausar/', operators('302 /admin/consultas/?aviso=consultas-en-pausa'), {
    reason: 'Prueba de permisos',
  }),
  form('/admin/consultas/reanudar/', operators('302 /admin/consultas/?aviso=consultas-reanudadas')),
  form('/admin/consultas/probar/', operators('302 /admin/consultas/?aviso=consultas-prueba')),
  form('/admin/consultas/eventos/', operators('302 /admin/consultas/?aviso=eventos-entregados#eventos')),
  page('/admin/usuarios/', admins('200')),
  page('/admin/usuarios/:id/', admins(existing)),
  form('/admin/usuarios/:id/rol/', admins({ own: '403', referred: '409', foreign: '409', missing: '404' }), {
    role: 'USER',
    reason: 'Prueba de permisos',
  }),
  form('/admin/usuarios/:id/cedula/', admins({ ...wrong, missing: '404' }), {
    cedula: '1',
    reason: 'Prueba de permisos',
  }),
  form('/admin/usuarios/:id/invitacion/', admins({ ...wrong, own: '403', missing: '404' }), {
    ref: 'x',
    reason: 'Prueba de permisos',
  }),
  form(
    '/admin/usuarios/:id/segundo-paso/',
    admins({ own: '403', referred: '409', foreign: '409', missing: '404' }),
    { reason: 'Prueba de permisos' },
  ),
  // Without the tick that confirms it.
  form(
    '/admin/usuarios/:id/borrar/',
    admins({ own: '400', referred: '400', foreign: '400', missing: '404' }),
    { reason: 'Prueba de permisos' },
  ),
  form(
    '/admin/usuarios/:id/suspender/',
    admins({
      own: '403',
      referred: '302 /admin/usuarios/*',
      foreign: '302 /admin/usuarios/*',
      missing: '404',
    }),
    { reason: 'Prueba de permisos' },
  ),
  form(
    '/admin/usuarios/:id/restablecer/',
    admins({
      own: '403',
      referred: '302 /admin/usuarios/*',
      foreign: '302 /admin/usuarios/*',
      missing: '404',
    }),
    { reason: 'Prueba de permisos' },
  ),
  page('/admin/usuarios/:id/evidencia/:leaseId/', admins(nobody)),
  page('/admin/solicitudes/', admins('200')),
  page('/admin/solicitudes/nueva/', admins('200')),
  form('/admin/solicitudes/nueva/', admins('400')),
  page('/admin/solicitudes/exportar.csv', admins('200')),
  page('/admin/solicitudes/:requestId/', admins('404')),
  form('/admin/solicitudes/:requestId/responder/', admins('404'), { channel: 'carta', text: 'Prueba' }),
  form('/admin/solicitudes/:requestId/prorrogar/', admins('404'), { reason: 'Prueba de permisos' }),
  form('/admin/solicitudes/:requestId/incompleta/', admins('404'), { missing: 'Prueba de permisos' }),
  form('/admin/solicitudes/:requestId/completar/', admins('404'), {
    ...{ receivedOn: '2026-11-26', completion: 'Prueba de permisos' },
  }),
  form(
    '/admin/usuarios/:id/recuperar/',
    admins({ own: '403', referred: '200', foreign: '200', missing: '404' }),
    { reason: 'Prueba de permisos' },
  ),
  page('/admin/recuperaciones/', admins('200')),
  page('/admin/recuperaciones/:requestId/', each('302 /admin/recuperaciones/')),
  form('/admin/recuperaciones/:requestId/', admins(decided), {
    decision: 'negar',
    reason: 'Prueba de permisos',
  }),
  page('/admin/reclamos/:claimId/', each('302 /admin/recuperaciones/')),
  form('/admin/reclamos/:claimId/', admins(decided), { decision: 'negar', reason: 'Prueba de permisos' }),
  page('/admin/auditoria/', admins('200')),
  page('/admin/auditoria/exportar.csv', admins('200')),

  page('/api/v1/healthz', each('200')),
  page('/api/v1/readyz', each('200')),
  form('/api/v1/register', each('400')),
  form('/api/v1/login', each('400')),
  form('/api/v1/recovery', each('400')),
  form('/api/v1/recovery/confirm', each('400')),
  // Without its confirmation.
  { method: 'DELETE', path: '/api/v1/me', outcomes: each('400') },
  page('/api/v1/me', each('200')),
  { method: 'PATCH', path: '/api/v1/me', outcomes: each('400') },
  form('/api/v1/me/proof', each('400')),
  form('/api/v1/login/factor', each('401')),
  form('/api/v1/register/confirm', each('400')),
  form('/api/v1/register/code', each('401')),
  page('/api/v1/me/phone', each('200')),
  form('/api/v1/me/phone/code', each('409')),
  form('/api/v1/me/phone/confirm', each('400')),
  form('/api/v1/login/passkey', each('401')),
  form('/api/v1/me/proof/passkey', each('409')),
  form('/api/v1/me/passkeys/options', each('200')),
  page('/api/v1/me/factors', each('200')),
  form('/api/v1/password-strength', each('200'), { password: 'tulipan-mesa-nube' }),
  page('/api/v1/me/data', each('200')),
  page('/api/v1/me/visits', each('200')),
  page('/api/v1/me/lookups', each('200')),
  form('/api/v1/me/referrer', each('400')),
  page('/api/v1/me/requests', each('200')),
  form('/api/v1/me/requests', each('400')),
  form('/api/v1/me/requests/:requestId/completion', each('404'), { text: 'Prueba de permisos' }),
  page('/api/v1/me/consents', each('200')),
  { method: 'POST', path: '/api/v1/me/consents', outcomes: each('400') },
  form('/api/v1/me/consents/withdraw', each('400')),
  page('/api/v1/me/consents/receipt', each('200')),
  page('/api/v1/me/sessions', each('200')),
  { method: 'DELETE', path: '/api/v1/me/sessions', outcomes: each('200') },
  { method: 'DELETE', path: '/api/v1/me/sessions/:sessionId', outcomes: each('404') },
  page('/api/v1/me/push', each('200')),
  form('/api/v1/me/push', each('400')),
  form('/api/v1/me/push/off', each('400')),
  page('/api/v1/status', each('200')),
  page('/api/v1/me/census', each('200')),
  form('/api/v1/me/census/refresh', leaders(apiAsked, '403')),
  page('/api/v1/referrals', each('200', { OPERATOR: '403' })),
  page('/api/v1/referrals?status=errores', leaders('200', '403')),
  page('/api/v1/batches/current', each('200')),
  form('/api/v1/batches', leaders('202', '403'), { ids: [':id'] }),
  form('/api/v1/batches/:id/cancel', each('404')),
  form('/api/v1/referrals/refresh', leaders('202', '403'), { ids: [':id'] }),
  form(
    '/api/v1/referrals/:id/refresh',
    leaders({ own: apiAsked, referred: apiAsked, foreign: '403', missing: '403' }, '403'),
  ),
  page('/api/v1/events', each('200')),
  page('/api/v1/admin/lookups', operators('200')),
  page('/api/v1/admin/shapes', operators('200')),
  form('/api/v1/admin/lookups/pause', operators('204'), { reason: 'Prueba de permisos' }),
  form('/api/v1/admin/lookups/resume', operators('204')),
  form('/api/v1/admin/lookups/probe', operators('204')),
  page('/api/v1/admin/dead-letters', operators('200')),
  form('/api/v1/admin/dead-letters/redrive', operators('200'), { ids: ['accounts-0'] }),
  page('/api/v1/admin/users', admins('200')),
  page('/api/v1/admin/users/:id', admins(existing)),
  form(
    '/api/v1/admin/users/:id/role',
    admins({ own: '403', referred: '409', foreign: '409', missing: '404' }),
    {
      role: 'USER',
      reason: 'Prueba de permisos',
    },
  ),
  form('/api/v1/admin/users/:id/cedula', admins(wrong), { cedula: '1', reason: 'Prueba de permisos' }),
  form('/api/v1/admin/users/:id/suspend', admins({ ...existing, own: '403' }), {
    reason: 'Prueba de permisos',
  }),
  form('/api/v1/admin/users/:id/restore', admins({ ...existing, own: '403' }), {
    reason: 'Prueba de permisos',
  }),
  // Without a reason.
  { method: 'DELETE', path: '/api/v1/admin/users/:id', outcomes: admins('400') },
  page('/api/v1/admin/users/:id/history', admins(existing)),
  page('/api/v1/admin/requests', admins('200')),
  form('/api/v1/admin/requests', admins('400')),
  form('/api/v1/admin/requests/:requestId/answer', admins('404'), { channel: 'carta', text: 'Prueba' }),
  form('/api/v1/admin/requests/:requestId/extension', admins('404'), { reason: 'Prueba de permisos' }),
  form('/api/v1/admin/requests/:requestId/incomplete', admins('404'), { missing: 'Prueba de permisos' }),
  form('/api/v1/admin/requests/:requestId/completion', admins('404'), {
    ...{ receivedOn: '2026-11-26', text: 'Prueba de permisos' },
  }),
  page('/api/v1/admin/audit', admins('200')),
];

/** Routes without a row: they end the session that asks, or know nobody. */
export const exempt: readonly string[] = [
  'POST /logout/',
  'POST /api/v1/logout',
  'GET /healthz',
  'GET /readyz',
  'GET /.well-known/security.txt',
  'GET /robots.txt',
];

/** Does what was answered fit what the table says? */
export const fits = (outcome: string, allowed: Outcome): boolean =>
  allowed
    .split(' or ')
    .some((one) => (one.endsWith('*') ? outcome.startsWith(one.slice(0, -1)) : outcome === one));
