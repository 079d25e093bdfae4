import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { withMessenger } from '../support/messenger/portal.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { createStranger, registrationFields } from '../support/people/stranger.ts';

let number = 0;
/** A number that nobody had a code for. */
const newPhone = (): string => {
  number += 1;
  return `30055500${String(number).padStart(2, '0')}`;
};

withMessenger('A portal that proves phones', { MESSENGER_QUIET_HOURS: 'ninguna' }, ({ system, twilio }) => {
  const codeFor = (phone: string): Promise<string> =>
    eventually(`a code for ${phone}`, () => twilio().codeFor(phone));
  const stranger = () => createStranger(system().origin);

  it('registers with a code: form, page of the code, and only then an account that is looked up', async () => {
    const [browser, phone, cedula] = [stranger(), newPhone(), newCedula('00')];
    await browser.get('/register/');
    const sent = await browser.send('/register/', { ...registrationFields(cedula), phone });
    expect(sent).to.include({ status: 302, location: '/register/codigo/' });
    expect((await browser.get('/perfil/')).location, 'not logged in').to.match(/^\/login\//);

    expect((await browser.get('/register/codigo/')).text).to.contain('300 555');
    const code = await codeFor(phone);
    const wrong = await browser.send('/register/codigo/', { code: code === '111111' ? '222222' : '111111' });
    expect(wrong.status).to.equal(400);
    const right = await browser.send('/register/codigo/', { code });
    expect(right).to.include({ status: 302, location: '/?aviso=bienvenida' });
    expect((await browser.get('/')).status).to.equal(200);
    expect((await browser.get('/perfil/telefono/')).text).not.to.contain('Sin confirmar');
  });

  it('goes on in the same browser after it was left, with another number when the first was wrong', async () => {
    const [browser, phone] = [stranger(), newPhone()];
    await browser.get('/register/');
    await browser.send('/register/', { ...registrationFields(newCedula('00')), phone });
    await codeFor(phone);
    const page = await browser.get('/register/codigo/');
    expect(page.text).to.contain('¿No le llegó?');
    const early = await browser.send('/register/codigo/otro/', { phone: newPhone() });
    expect(early.status).to.equal(429);
    expect(early.text).to.contain('Puede pedir otro código en');
    expect((await browser.send('/register/codigo/', { code: await codeFor(phone) })).status).to.equal(302);
  });

  it('takes a program through the same: 202, then the code', async () => {
    const client = createClient(system().origin);
    const phone = newPhone();
    const answer = await client.register({ cedula: newCedula('00'), phone });
    expect(answer.status).to.equal(202);
    expect(answer.body).to.deep.equal({ next: '/api/v1/register/confirm' });
    const confirmed = await client.post('/register/confirm', { code: await codeFor(phone) });
    expect(confirmed.status).to.equal(201);
    expect((await client.censusIn(['ACTIVE'])).status).to.equal('ACTIVE');
  });

  it('keeps the phone that there is until another is proven, and tells it then', async () => {
    const client = createClient(system().origin);
    const [phone, next] = [newPhone(), newPhone()];
    await client.register({ cedula: newCedula('00'), phone });
    await client.post('/register/confirm', { code: await codeFor(phone) });

    const profile = { nombreCompleto: 'Ana Prueba', phone: next, referralGoal: 10 };
    const changed = await fetch(`${system().origin}/api/v1/me`, {
      ...{ method: 'PATCH', body: JSON.stringify(profile) },
      headers: { 'content-type': 'application/json', cookie: client.cookie() },
    });
    expect(await changed.json()).to.have.nested.property('user.phone', `+57${phone}`);
    expect((await client.post('/me/phone/code')).status).to.equal(202);
    const confirmed = await client.post('/me/phone/confirm', { code: await codeFor(next) });
    expect(confirmed.body).to.include({ phone: `+57${next}`, pending: null });
    await eventually('the old one is told', () =>
      twilio().messages.some(
        ({ to, body }) => to === `+57${phone}` && body.includes(`terminado en ${next.slice(-2)}`),
      ),
    );
  });

  for (const page of ['/mis-datos/corregir/', '/perfil/editar/'])
    it(`goes on waiting for a changed phone when ${page} is sent again for the name alone`, async () => {
      const [browser, phone, next] = [stranger(), newPhone(), newPhone()];
      await browser.get('/register/');
      await browser.send('/register/', { ...registrationFields(newCedula('00')), phone });
      await browser.send('/register/codigo/', { code: await codeFor(phone) });

      const goal = { referral_goal: '10' };
      await browser.get(page);
      const changed = await browser.send(page, { nombre_completo: 'Ana Prueba', phone: next, ...goal });
      expect(changed.location).to.equal('/perfil/telefono/?aviso=telefono-por-confirmar');
      const [, shown = ''] = /name="phone"[^>]*value="([^"]*)"/.exec((await browser.get(page)).text) ?? [];
      await browser.send(page, { nombre_completo: 'Ana María Prueba', phone: shown, ...goal });
      const waiting = (await browser.get('/perfil/telefono/')).text.replaceAll(/[^0-9]/g, '');
      expect(waiting, 'the changed phone').to.contain(next);
    });

  it('says that a cédula has an account to who shows the code, and its owner hears of it', async () => {
    const [phone, cedula] = [newPhone(), newCedula('00')];
    const owner = createClient(system().origin);
    await owner.register({ cedula, phone });
    await owner.post('/register/confirm', { code: await codeFor(phone) });

    const [browser, typed] = [stranger(), newPhone()];
    await browser.get('/register/');
    await browser.send('/register/', { ...registrationFields(cedula), phone: typed });
    await eventually('the owner is told', () =>
      twilio().messages.some(({ to, body }) => to === `+57${phone}` && body.includes('ya tiene cuenta')),
    );
    const code = await codeFor(typed);
    await browser.get('/register/codigo/');
    const told = await browser.send('/register/codigo/', { code });
    expect(told).to.include({ status: 302, location: '/login/?aviso=ya-tiene-cuenta' });
    expect((await browser.get('/login/?aviso=ya-tiene-cuenta')).text).to.contain('ya hay una cuenta');
  });

  it('sends what waited while the carrier was away', async () => {
    const [browser, phone] = [stranger(), newPhone()];
    twilio().mood = 'no balance';
    await browser.get('/register/');
    await browser.send('/register/', { ...registrationFields(newCedula('00')), phone });
    await eventually('it was tried', () => twilio().calls.send > 0);
    expect(twilio().codeFor(phone)).to.equal(null);
    twilio().mood = 'success';
    await browser.get('/register/codigo/');
    expect((await browser.send('/register/codigo/', { code: await codeFor(phone) })).status).to.equal(302);
  });
});
