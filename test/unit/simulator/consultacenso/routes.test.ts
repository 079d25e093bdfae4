import { expect } from 'chai';
import { placeFor } from '../../../../services/simulator/endings/place.ts';
import type { Simulator } from '../../../../services/simulator/server.ts';
import { consult, consultJson, createSimulators } from '../support/simulators.ts';

describe('the consultacenso profile', () => {
  const simulators = createSimulators();
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await simulators.start();
  });
  afterEach(() => simulators.stopAll());

  it('serves the form with the official ids, under a loading overlay', async () => {
    const page = await (await fetch(simulator.pageUrl('consultacenso'))).text();
    expect(simulator.pageUrl('consultacenso')).to.equal(`${simulator.origin}/consultar/`);
    for (const id of ['consultaForm', 'documento', 'eleccion', 'submitBtn'])
      expect(page).to.contain(`id="${id}"`);
    expect(page).to.contain('<div id="loadingOverlay" role="status">');
    expect(page).to.contain('CONSULTAR');
  });

  it('has words outside the result region that look like an answer', async () => {
    const page = await (await fetch(simulator.pageUrl('consultacenso'))).text();
    expect(page).to.contain('no se encuentra en el censo para esta elección');
    expect(page).to.match(/<script>[^<]*CHALLENGE/);
    expect(page).to.match(/<section id="resultado" aria-live="polite"><\/section>/);
  });

  it('lists one election, the current voting place', async () => {
    const response = await fetch(`${simulator.origin}/back/api/elecciones`);
    expect(await response.json()).to.deep.equal({
      ok: true,
      data: [{ id: 0, nombre: 'LUGAR DE VOTACION ACTUAL', mensaje: '' }],
    });
  });

  it('finds an active cédula at the place that is always that cédula’s', async () => {
    const answer = await consultJson(simulator, '5000077');
    const place = placeFor('5000077');
    expect(answer).to.include({ ok: true, encontrado: true });
    expect(answer.data).to.include({
      nuip: '5000077',
      nom_depto: place.departamento,
      nom_mun: place.municipio,
      nom_puesto: place.puesto,
      direccion: place.direccion,
      mesa: place.mesa,
    });
    expect(await consultJson(simulator, '5000077')).to.deep.equal(answer);
  });

  it('says where the place is for the cédulas that the table names, and 0, 0 for the others', async () => {
    const { mapa } = placeFor('5000012');
    expect((await consultJson(simulator, '5000012')).mapa).to.include({ lat: mapa?.lat, lng: mapa?.lng });
    expect((await consultJson(simulator, '5000077')).mapa).to.include({ lat: 0, lng: 0 });
  });

  it('writes the keys of data in upper case when the third digit from the end is odd', async () => {
    const { data } = await consultJson(simulator, '5000177');
    expect(data).to.include.keys('NUIP', 'NOM_DEPTO', 'NOM_MUN', 'NOM_PUESTO', 'DIRECCION', 'MESA');
    expect(data).to.not.have.property('nuip');
  });

  it('gives novedad, resolución and date of a cancelled cédula', async () => {
    for (const [cedula, novedad] of [
      ['5000001', 'Cancelada por Muerte'],
      ['5000002', 'Cancelada por Doble Cedulación'],
    ] as const) {
      const answer = await consultJson(simulator, cedula);
      expect(answer).to.include({ ok: true, encontrado: false, novedad: true, descripcion: novedad });
      expect(answer.mensaje).to.equal(
        `El documento de identidad número ${cedula} no se encuentra habilitado para votar.`,
      );
      expect(answer.data).to.include({ nuip: cedula, novedad });
      expect(answer.data).to.have.all.keys('nuip', 'novedad', 'resolucion', 'fecha_novedad');
    }
  });

  it('says in the official words that a cédula is not found', async () => {
    expect(await consultJson(simulator, '5000003')).to.deep.equal({
      ok: true,
      encontrado: false,
      mensaje: 'El documento de identidad número 5000003 no se encuentra en el censo para esta elección.',
    });
  });

  it('answers with a block page in HTML and HTTP 200', async () => {
    const response = await consult(simulator, '5000004');
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.contain('text/html');
    expect(await response.text()).to.match(/<div class="blocked">\s*<h3>/);
  });

  it('announces maintenance, and fails with a plain 500 that is no security event', async () => {
    expect(await consultJson(simulator, '5000006')).to.deep.equal({
      ok: false,
      error: 'La información se encuentra en actualización. Por favor intente más tarde.',
    });
    const failed = await consult(simulator, '5000007');
    expect(failed.status).to.equal(500);
    expect(await failed.text()).to.equal('Internal Server Error');
  });

  it('fails once with the upstream’s words, then answers, and fails anew after a reset', async () => {
    const failure = {
      ok: false,
      error: 'Curl error: Operation timed out after 15008 milliseconds with 0 bytes received',
    };
    expect(await consultJson(simulator, '5000008')).to.deep.equal(failure);
    expect(await consultJson(simulator, '5000008')).to.include({ ok: true, encontrado: true });
    simulator.reset();
    expect(await consultJson(simulator, '5000008')).to.deep.equal(failure);
  });

  it('answers for another person', async () => {
    const { encontrado, data } = await consultJson(simulator, '5000009');
    expect(encontrado).to.equal(true);
    expect(data).to.include({ nuip: '5000019' });
  });

  it('has a widget that filled itself, which does not do where a captcha is demanded', async () => {
    const page = await (await fetch(simulator.pageUrl('consultacenso'))).text();
    const [, token = ''] = /name="cf-turnstile-response" value="([^"]*)"/.exec(page) ?? [];
    expect(token).to.not.equal('');
    expect(await consultJson(simulator, '5000010', token)).to.include({ ok: false });
    expect(await consultJson(simulator, '5000077', token)).to.include({ ok: true });
  });

  it('demands a captcha, and is content with any other token', async () => {
    expect(await consultJson(simulator, '5000010')).to.deep.equal({
      ok: false,
      error: 'Marque el cuadro de verificación o captcha!…',
    });
    expect(await consultJson(simulator, '5000010', 'a-token')).to.include({ ok: true, encontrado: true });
  });

  it('refuses what is not 1 to 10 digits', async () => {
    for (const documento of ['', '12345678901', '5.000.077', ' 5000077', 5_000_077, null]) {
      const response = await consult(simulator, documento);
      expect(response.status, String(documento)).to.equal(400);
      expect(await response.json()).to.include({ ok: false });
    }
    expect(await consultJson(simulator, '1')).to.include({ ok: true });
    expect(await consultJson(simulator, '1234567877')).to.include({ ok: true });
  });
});
