import { expect } from 'chai';
import { placeFor } from '../../../../services/simulator/endings/place.ts';
import type { Simulator } from '../../../../services/simulator/server.ts';
import { createSimulators, submitWsp, visitWsp, wspJson } from '../support/simulators.ts';

describe('the wsp profile', () => {
  const simulators = createSimulators();
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await simulators.start();
  });
  afterEach(() => simulators.stopAll());

  describe('its page', () => {
    it('has the official ids, a session cookie and a token of 32 hex digits', async () => {
      const { page, cookie, token } = await visitWsp(simulator);
      for (const id of ['form', 'nuip', 'tipo', 'token', 'enviar', 'success'])
        expect(page).to.contain(`id="${id}"`);
      expect(page).to.contain('<option value="-1">LUGAR DE VOTACIÓN ACTUAL...</option>');
      expect(page).to.match(/<div class="g-recaptcha" data-sitekey="[^"]+">/);
      expect(cookie).to.match(/^PHPSESSID=/);
      expect(token).to.match(/^[0-9a-f]{32}$/);
    });

    it('keeps the session and renews the token on every load', async () => {
      const first = await visitWsp(simulator);
      const second = await visitWsp(simulator, first.cookie);
      expect(second.cookie).to.equal(first.cookie);
      expect(second.token).to.not.equal(first.token);
    });

    it('does not adopt a session that it never opened', async () => {
      const forged = 'PHPSESSID=00000000000000000000000000';
      expect((await visitWsp(simulator, forged)).cookie).to.not.equal(forged);
    });

    it('answers HEAD with 500, and every tenth load with a whole page and 500', async () => {
      expect((await fetch(simulator.pageUrl('wsp'), { method: 'HEAD' })).status).to.equal(500);
      const visits = [];
      for (let load = 1; load <= 11; load += 1) visits.push(await visitWsp(simulator));
      expect(visits.map(({ status }) => status)).to.deep.equal([...Array(9).fill(200), 500, 200]);
      expect(visits[9]?.token).to.match(/^[0-9a-f]{32}$/);
    });
  });

  describe('its session', () => {
    it('asks for a reload when the token is not the page’s last one', async () => {
      const first = await visitWsp(simulator);
      await visitWsp(simulator, first.cookie);
      const answer = await (await submitWsp(simulator, first, '5000077')).json();
      expect(answer).to.include({ success: false, reload: true });
    });

    it('asks for a reload when the cookie is missing or another session’s', async () => {
      const [mine, theirs] = [await visitWsp(simulator), await visitWsp(simulator)];
      for (const cookie of ['', theirs.cookie]) {
        const answer = await (await submitWsp(simulator, { cookie, token: mine.token }, '5000077')).json();
        expect(answer, cookie).to.include({ success: false, reload: true });
      }
    });

    it('asks for a reload when the body is no form', async () => {
      const { cookie } = await visitWsp(simulator);
      const response = await fetch(simulator.pageUrl('wsp'), {
        method: 'POST',
        headers: { cookie },
        body: '{}',
      });
      expect(await response.json()).to.include({ success: false, reload: true });
    });
  });

  it('answers an active cédula with the official table, slashes escaped', async () => {
    const response = await submitWsp(simulator, await visitWsp(simulator), '5000077');
    const raw = await response.text();
    expect(raw).to.contain('<\\/table><\\/p><h3>');
    const { success, data } = JSON.parse(raw) as { success: boolean; data: { message: string } };
    const place = placeFor('5000077');
    expect(success).to.equal(true);
    expect(data.message.startsWith("<div class='table-responsive'><table ")).to.equal(true);
    expect(data.message).to.contain("id='consulta'");
    expect(
      [...data.message.matchAll(/<td data-th='([^']+)'>(.*?)<\/td>/g)].map((cell) => cell.slice(1)),
    ).to.deep.equal([
      ['NUIP', '5000077'],
      ['DEPARTAMENTO', place.departamento],
      ['MUNICIPIO', place.municipio],
      ['PUESTO', place.puesto],
      ['DIRECCIÓN', place.direccion],
      ['MESA', `<b>${place.mesa}</b>`],
    ]);
  });

  it('answers a cancelled cédula with its four columns', async () => {
    const { success, data } = await wspJson(simulator, '5000001');
    expect(success).to.equal(true);
    expect([...data.message.matchAll(/<th>([^<]+)<\/th>/g)].map((cell) => cell[1])).to.deep.equal([
      'NUIP',
      'NOVEDAD',
      'RESOLUCIÓN',
      'FECHA NOVEDAD',
    ]);
    expect(data.message).to.contain("<td data-th='NOVEDAD'>Cancelada por Muerte</td>");
    expect((await wspJson(simulator, '5000002')).data.message).to.contain('Cancelada por Doble Cedulación');
  });

  it('says that a cédula is not found with either value of success', async () => {
    for (const [nuip, success] of [
      ['5000003', true],
      ['5000103', false],
    ] as const) {
      expect(await wspJson(simulator, nuip)).to.deep.equal({
        success,
        data: {
          message: `El documento de identidad número ${nuip} no se encuentra en el censo para esta elección.`,
        },
      });
    }
  });

  it('answers with a block page in HTML and HTTP 200, and with a plain 500', async () => {
    const blocked = await submitWsp(simulator, await visitWsp(simulator), '5000004');
    expect(blocked.status).to.equal(200);
    expect(await blocked.text()).to.match(/<div class="blocked">\s*<h3>/);
    const failed = await submitWsp(simulator, await visitWsp(simulator), '5000007');
    expect(failed.status).to.equal(500);
    expect(await failed.text()).to.equal('Internal Server Error');
  });

  it('announces maintenance, demands a captcha and answers for another person', async () => {
    expect(await wspJson(simulator, '5000006')).to.deep.equal({
      success: false,
      data: { message: 'La información se encuentra en actualización. Por favor intente más tarde.' },
    });
    expect(await wspJson(simulator, '5000010')).to.deep.equal({
      success: false,
      data: { message: 'Marque el cuadro de verificación o captcha!…' },
    });
    expect((await wspJson(simulator, '5000010', 'a-token')).success).to.equal(true);
    expect((await wspJson(simulator, '5000009')).data.message).to.contain("<td data-th='NUIP'>5000019</td>");
  });

  it('fails once with the upstream’s words, then answers', async () => {
    const first = await wspJson(simulator, '5000008');
    expect(first.success).to.equal(false);
    expect(first.data.message).to.match(/^Curl error: Operation timed out/);
    expect((await wspJson(simulator, '5000008')).success).to.equal(true);
  });

  it('refuses what is not 1 to 10 digits', async () => {
    for (const nuip of ['', '12345678901', '5.000.077']) {
      const answer = await wspJson(simulator, nuip);
      expect(answer.success, nuip).to.equal(false);
      expect(answer.data.message).to.match(/no es válido/);
      expect(answer).to.not.have.property('reload');
    }
  });
});
