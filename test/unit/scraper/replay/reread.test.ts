import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createEvidenceBox } from '../../../../services/scraper/lookup/evidence-box.ts';
import { type EvidenceText, textsOf } from '../../../../services/scraper/replay/evidence-texts.ts';
import { reread, type StoredFailure } from '../../../../services/scraper/replay/reread.ts';
import { ACTIVE, CEDULA, OTHER_CEDULA } from '../../../support/official/fixture.ts';

const body = (nuip: string) =>
  JSON.stringify({
    ...{ ok: true, encontrado: true },
    data: {
      ...{ nuip, nom_depto: ACTIVE.departamento, nom_mun: ACTIVE.municipio, nom_puesto: ACTIVE.puesto },
      ...{ direccion: ACTIVE.direccion, mesa: ACTIVE.mesa },
    },
  });
const from = (text: string): EvidenceText => ({ from: 'source', text });
const failed = (change: Partial<StoredFailure> = {}): StoredFailure => ({
  ...{ source: 'consultacenso', cedula: CEDULA, failure: 'unrecognised' },
  ...change,
});
const notFound = (cedula: string) =>
  `El documento de identidad número ${cedula} no se encuentra en el censo para esta elección.`;

describe('Evidence that is read again', () => {
  it('is taken apart as it was put together', async () => {
    const box = createEvidenceBox();
    box.put('read by the source', body(CEDULA));
    box.put('page https://example.org/consultar/', '<html>\n<body>Un momento</body></html>');
    const sealed = await box.seal();
    const text = gunzipSync(Buffer.from(sealed?.page ?? '', 'base64')).toString();
    expect(textsOf(text)).to.deep.equal([
      { from: 'source', text: body(CEDULA) },
      { from: 'page', text: '<html>\n<body>Un momento</body></html>' },
    ]);
  });

  it('proves the whole answer of the right person', () => {
    expect(reread([from(body(CEDULA))], failed())).to.deep.equal({ outcome: ACTIVE, isProven: true });
  });

  it('never proves another person’s, also beside the right one', () => {
    expect(reread([from(body(OTHER_CEDULA))], failed())).to.deep.include({ isProven: false });
    expect(reread([from(body(OTHER_CEDULA)), from(body(CEDULA))], failed())?.isProven).to.equal(false);
  });

  it('never proves what was cut, contradicts itself, or is half of an answer', () => {
    expect(reread([from(body(CEDULA))], failed(), true)?.isProven).to.equal(false);
    expect(reread([from(body(CEDULA)), from(notFound(CEDULA))], failed())?.isProven).to.equal(false);
    expect(reread([from(body(CEDULA).slice(0, -30))], failed())?.isProven).to.equal(false);
  });

  it('proves what is told in words only when they name the person', () => {
    expect(reread([from(notFound(CEDULA))], failed())).to.deep.equal({
      outcome: { kind: 'not_found' },
      isProven: true,
    });
    expect(
      reread([from('El documento no se encuentra en el censo para esta elección.')], failed()),
    ).to.deep.equal({
      ...{ outcome: { kind: 'not_found' }, isProven: false },
    });
    expect(reread([from(notFound(OTHER_CEDULA))], failed())?.outcome).to.deep.include({
      failure: 'wrong_person',
    });
  });

  it('says what a failure is now, and that nobody here reads a source of one’s own', () => {
    expect(reread([from('{"ok":false,"error":"Token inválido"}')], failed())?.outcome).to.deep.include({
      failure: 'blocked',
    });
    expect(reread([from(body(CEDULA))], failed({ source: 'la-mia' }))).to.equal(null);
    expect(reread([], failed())).to.equal(null);
  });
});
