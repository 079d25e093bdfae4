import type { Page } from 'playwright';

/** One picture: who looks at which page, and what they do there first. */
export interface Scene {
  name: string;
  as: string;
  path: string;
  act?(page: Page): Promise<void>;
}

const click = (selector: string) => (page: Page) => page.click(selector);
/** Goes where the first such link leads: an address that has somebody's id in it. */
const follow = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click();
  await page.waitForLoadState();
};

const profiles = ['activa', 'muerte', 'novedad', 'no-esta', 'bloqueada'].map((name) => ({
  name: `perfil-${name}`,
  as: name,
  path: '/perfil/',
}));

export const scenes: readonly Scene[] = [
  { name: 'entrada', as: 'nadie', path: '/' },
  { name: 'registro', as: 'nadie', path: '/register/' },
  { name: 'registro-invitado', as: 'invitado', path: '/register/' },
  {
    name: 'registro-errores',
    as: 'nadie',
    path: '/register/',
    act: async (page) => {
      await page.fill('#cedula', '12');
      await page.click('main button[type=submit]');
    },
  },
  { name: 'ingreso', as: 'nadie', path: '/login/' },
  { name: 'recuperar', as: 'nadie', path: '/recuperar/' },
  { name: 'recuperar-codigo', as: 'nadie', path: '/recuperar/codigo/' },
  { name: 'recuperar-enlace', as: 'nadie', path: '/recuperar/enlace/' },
  { name: 'reclamar', as: 'nadie', path: '/recuperar/reclamar/' },
  { name: 'recuperaciones', as: 'administracion', path: '/admin/recuperaciones/' },
  { name: 'politica', as: 'nadie', path: '/politica-de-datos/' },
  { name: 'error', as: 'nadie', path: '/no-existe/' },
  { name: 'inicio', as: 'lider', path: '/' },
  { name: 'inicio-administracion', as: 'administracion', path: '/' },
  { name: 'invitar', as: 'lider', path: '/invitar/' },
  { name: 'inicio-qr', as: 'activa', path: '/', act: click('.qr summary') },
  ...profiles,
  { name: 'perfil-editar', as: 'activa', path: '/perfil/editar/' },
  { name: 'contrasena', as: 'activa', path: '/cambiar-password/' },
  { name: 'autorizaciones', as: 'activa', path: '/mis-datos/autorizaciones/' },
  { name: 'seguridad', as: 'lider', path: '/perfil/seguridad/' },
  { name: 'sesiones', as: 'lider', path: '/perfil/sesiones/' },
  { name: 'avisos', as: 'lider', path: '/perfil/avisos/' },
  { name: 'mis-datos', as: 'activa', path: '/mis-datos/' },
  { name: 'estado', as: 'activa', path: '/estado/' },
  { name: 'menu', as: 'administracion', path: '/', act: click('[data-menu] summary') },
  { name: 'referidos-vacio', as: 'activa', path: '/referidos/' },
  { name: 'referidos', as: 'lider', path: '/referidos/' },
  { name: 'referido', as: 'lider', path: '/referidos/', act: follow('a[href^="/referido/"]') },
  {
    name: 'masiva-confirmar',
    as: 'lider',
    path: '/referidos/',
    act: async (page) => {
      await page.click('.recheck button');
      await page.waitForURL(/bulk-refresh/);
    },
  },
  { name: 'referidos-errores', as: 'lider', path: '/referidos/?status=errores' },
  { name: 'resumen', as: 'lider', path: '/resumen/' },
  { name: 'resumen-coordinacion', as: 'coordinacion', path: '/resumen/' },
  { name: 'resumen-administracion', as: 'administracion', path: '/resumen/' },
  { name: 'exportar', as: 'lider', path: '/referidos/exportar/' },
  { name: 'referidos-coordinacion', as: 'coordinacion', path: '/referidos/' },
  { name: 'consultas', as: 'operacion', path: '/admin/consultas/' },
  { name: 'pagina-oficial', as: 'operacion', path: '/admin/consultas/pagina/' },
  { name: 'usuarios', as: 'administracion', path: '/admin/usuarios/' },
  {
    name: 'usuario',
    as: 'administracion',
    path: '/admin/usuarios/',
    act: follow('main td a[href^="/admin/usuarios/"]'),
  },
  { name: 'solicitudes', as: 'administracion', path: '/admin/solicitudes/' },
  { name: 'auditoria', as: 'administracion', path: '/admin/auditoria/' },
];
