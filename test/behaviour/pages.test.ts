import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { loginByForm, logOut, registerByForm } from '../support/pages/pages.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes('The pages', null, (system) => {
  const at = (path: string) => system().origin + path;

  it('send whoever is not logged in to the login page, and back afterwards', async () => {
    const page = await openPage();
    await page.goto(at('/referidos/?sort=name'));
    expect(new URL(page.url()).pathname).to.equal('/login/');
    await page.getByLabel('Cédula').fill(admin.cedula);
    await page.getByLabel('Contraseña').fill(admin.password);
    await page.getByRole('button', { name: 'Ingresar' }).click();
    await page.getByRole('heading', { name: 'Referidos' }).waitFor();
    expect(page.url()).to.equal(at('/referidos/?sort=name'));
    await page.context().close();
  });

  it('keep what was typed and say beside each field what is wrong', async () => {
    const page = await openPage();
    await page.goto(at('/register/'));
    const cedula = page.getByLabel('Cédula', { exact: true });
    await cedula.fill('12');
    await page.getByLabel('Nombre completo').fill('Ana María');
    await page.getByRole('button', { name: 'Registrarme' }).click();
    await page.getByText('La cédula debe tener de 6 a 10 dígitos.').waitFor();
    await page.getByText('Escriba su celular.').waitFor();
    await page.getByText('Debe aceptar la política').waitFor();
    expect(await page.getByLabel('Nombre completo').inputValue()).to.equal('Ana María');
    expect(await cedula.getAttribute('aria-invalid')).to.equal('true');
    await page.context().close();
  });

  it('show the referrer’s first name on a shared link and ignore an unknown code', async () => {
    const leader = createClient(system().origin);
    const { referralCode } = (await leader.login(admin)).body.user;
    const page = await openPage();
    await page.goto(at(`/register/?ref=${referralCode}`));
    await page.getByText('Le invita Administración.').waitFor();
    await registerByForm(page, system().origin, newCedula('00'), 'NOEXISTE');
    await page.getByRole('heading', { name: 'Hola, Ana' }).waitFor();
    await page.context().close();
  });

  it('let a leader see and refresh the people they referred, and a user only their names', async () => {
    const leader = createClient(system().origin);
    const { referralCode } = (await leader.login(admin)).body.user;
    const page = await openPage({ viewport: { width: 1280, height: 800 } });
    const cedula = newCedula('00');
    await registerByForm(page, system().origin, cedula, referralCode);
    const own = createClient(system().origin);
    await own.login({ cedula, password: 'una-clave-larga' });
    const code = (await own.get<{ user: { referralCode: string } }>('/me')).body.user.referralCode;
    await createClient(system().origin).register({ cedula: newCedula('00'), ref: code });
    await own.censusIn(['ACTIVE']);

    await page.goto(at('/referidos/'));
    await page.getByRole('rowheader', { name: 'Rosa Prueba' }).waitFor();
    // Not beside it: a notice there may say that their own answer has come.
    expect(await page.getByRole('main').getByText('Habilitada').count()).to.equal(0);

    await logOut(page);
    await loginByForm(page, system().origin, admin);
    await page.goto(at(`/referidos/?q=${cedula}`));
    const row = page.getByRole('row', { name: /Ana María/ });
    await row.getByText('Habilitada').waitFor();
    expect(await row.getByRole('checkbox').isDisabled()).to.equal(true);
    const again = page.getByRole('button', {
      name: 'Volver a consultar a la persona que ya tiene respuesta',
    });
    await eventually('the list counts her answer', async () => {
      await page.reload();
      return (await again.count()) === 1;
    });
    await again.click();
    await page
      .getByRole('heading', { name: /¿Volver a consultar a 1 persona\?|Ninguna de las personas/ })
      .waitFor();
    await page.context().close();
  });

  it('change a password and close the other sessions', async () => {
    const cedula = newCedula('00');
    const other = createClient(system().origin);
    await other.register({ cedula });
    const page = await openPage();
    await page.goto(at('/login/'));
    await page.getByLabel('Cédula').fill(cedula);
    await page.getByLabel('Contraseña').fill('una-clave-larga');
    await page.getByRole('button', { name: 'Ingresar' }).click();
    await page.goto(at('/cambiar-password/'));
    await page.getByLabel('Contraseña actual').fill('una-clave-larga');
    await page.getByLabel('Contraseña nueva', { exact: true }).fill('otra-clave-larga');
    await page.getByLabel('Repita la contraseña nueva').fill('otra-clave-larga');
    await page.getByRole('button', { name: 'Cambiar contraseña' }).click();
    await page.getByText('Su contraseña cambió.').waitFor();
    expect((await other.get('/me')).status).to.equal(401);
    await page.context().close();
  });

  it('refuse a form without its token', async () => {
    const response = await fetch(at('/login/'), {
      method: 'POST',
      body: new URLSearchParams({ cedula: '900000001' }),
    });
    expect(response.status).to.equal(403);
    expect(await response.text()).to.contain('El formulario venció');
  });

  it('carry helmet’s headers and cookies that scripts cannot read', async () => {
    const response = await fetch(at('/login/'));
    expect(response.headers.get('content-security-policy')).to.contain("default-src 'self'");
    expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(response.headers.get('permissions-policy')).to.contain('geolocation=()');
    expect(response.headers.get('cross-origin-opener-policy')).to.equal('same-origin');
    expect(response.headers.get('cross-origin-resource-policy')).to.equal('same-origin');
    expect(response.headers.getSetCookie().join())
      .to.match(/httponly/i)
      .and.match(/samesite=lax/i);
  });

  it('keep the bookmarked addresses', async () => {
    const client = createClient(system().origin);
    await client.register({ cedula: newCedula('00') });
    const expected: Record<string, number> = {
      '/': 200,
      '/perfil/': 200,
      '/cambiar-password/': 200,
      '/referidos/': 200,
      '/censo/': 302,
      '/refrescar-cedula/': 302,
      [`/refrescar-cedula/${crypto.randomUUID()}/`]: 302,
      '/bulk-refresh/': 302,
      [`/referido/${crypto.randomUUID()}/`]: 404,
      '/referido/no-es-un-id/': 404,
    };
    for (const [path, status] of Object.entries(expected)) {
      const response = await fetch(at(path), { headers: { cookie: client.cookie() }, redirect: 'manual' });
      expect(response.status, path).to.equal(status);
    }
  });
});
