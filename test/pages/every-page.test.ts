import { expect } from 'chai';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession, visits } from '../support/pages/pages.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** Pages with their headings, by who opens them. */
const pages = {
  nobody: {
    '/': '¿Dónde voto?',
    '/register/': /Conozca/,
    '/login/': 'Ingresar',
    '/politica-de-datos/': /Política/,
    '/estado/': 'Estado del servicio',
  },
  person: {
    '/': /^Hola, /,
    '/perfil/': 'Mi perfil',
    '/perfil/editar/': 'Editar mis datos',
    '/cambiar-password/': 'Cambiar contraseña',
    '/perfil/seguridad/': 'Seguridad',
    '/confirmar/': 'Confirme que es usted',
    '/mis-datos/': 'Mis datos',
    '/invitar/': 'Invite a quien tiene al lado',
    '/perfil/sesiones/': 'Sus sesiones',
    '/referidos/': 'Referidos',
    '/referidos/exportar/': 'Descargar referidos',
    '/estado/': 'Estado del servicio',
  },
  admin: {
    '/referidos/': 'Referidos',
    '/resumen/': 'Resumen',
    '/admin/consultas/': 'Consultas',
    '/admin/usuarios/': 'Usuarios',
    '/admin/auditoria/': 'Auditoría',
  },
} as const;

inBothModes(
  'Each page opens, as wide as the window and without a fault,',
  null,
  (system) => {
    const clients = new Map<string, Client>();
    before(async () => {
      const [person, leader] = [createClient(system().origin), createClient(system().origin)];
      const { referralCode: ref } = (await leader.login(admin)).body.user;
      await person.register({ cedula: newCedula('00'), ref });
      await person.censusIn(['ACTIVE']);
      clients.set('person', person).set('admin', leader);
    });

    for (const { name, options } of visits) {
      for (const [visitor, places] of Object.entries(pages)) {
        it(`${name}, for ${visitor}`, async () => {
          const page = await openPage(options);
          const faults: string[] = [];
          page.on('pageerror', ({ message }) => faults.push(message));
          page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
          const client = clients.get(visitor);
          if (client !== undefined) await adoptSession(page, system().origin, client.cookie());
          for (const [path, heading] of Object.entries(places)) {
            const reply = await page.goto(system().origin + path);
            expect(reply?.status(), path).to.equal(200);
            await page.getByRole('heading', { level: 1, name: heading }).waitFor();
            if ('javaScriptEnabled' in options) continue;
            const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
            expect(wide, path).to.be.at.most(options.viewport.width);
          }
          expect(faults).to.deep.equal([]);
          await page.context().close();
        });
      }
    }
  },
  ['embedded'],
);
