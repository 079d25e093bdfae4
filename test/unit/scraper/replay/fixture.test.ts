import { expect } from 'chai';
import type { EvidenceText } from '../../../../services/scraper/replay/evidence-texts.ts';
import { fixtureOf } from '../../../../services/scraper/replay/fixture.ts';
import { reread } from '../../../../services/scraper/replay/reread.ts';

const WHO = '98765432';
/** What is somebody's, in the forms that it may stand in. */
const PLANTED = [
  ...[
    WHO,
    '98.765.432',
    'HUILA',
    'SAN AGUSTIN',
    'San Agustín',
    'COLEGIO SIMON QUINTANA',
    'KR 5 # 6-78',
    '112',
  ],
  ...['190100201', '2021-04-05', 'XIMENA', 'Ximena', '1.8812', '76.2711'],
];
const json: EvidenceText = {
  from: 'source',
  text: JSON.stringify({
    ok: true,
    encontrado: true,
    data: {
      ...{ nuip: 98765432, nom_depto: 'HUILA', nom_mun: 'SAN AGUSTIN', nom_puesto: 'COLEGIO SIMON QUINTANA' },
      ...{ direccion: 'KR 5 # 6-78', mesa: '112', coddivipol: '190100201', fingreso: '2021-04-05' },
    },
    mapa: { lat: 1.8812, lng: -76.2711, url: 'https://example.org/?q=SAN+AGUSTIN' },
    mensaje: `El documento número 98.765.432 vota en SAN AGUSTIN, KR 5 # 6-78`,
  }),
};
const page: EvidenceText = {
  from: 'page',
  text: `<html><head><title>Consulta</title><style>.p{}</style><script>var n='XIMENA',c=98765432</script></head>
<body class="p-98765432 XIMENA" onload="x('XIMENA')"><!-- Ximena --><div class='table-responsive' data-n='XIMENA'>
<table id='consulta'><tr><th>NUIP</th><th>DEPARTAMENTO</th><th>MUNICIPIO</th><th>PUESTO</th><th>DIRECCIÓN</th><th>MESA</th></tr>
<tr><td data-th='NUIP' title='XIMENA'>98.765.432</td><td data-th='DEPARTAMENTO'>HUILA</td><td data-th='MUNICIPIO'>SAN AGUSTIN</td>
<td data-th='PUESTO'>COLEGIO SIMON QUINTANA</td><td data-th='DIRECCIÓN'>KR 5 # 6-78</td><td data-th='MESA'><b>112</b></td></tr></table></p>
<input value="98765432"><img alt="Ximena"><a href="?c=98765432">Consultar</a></div></body></html>`,
};
const makes = (texts: EvidenceText[], allowed: string[] = []) => fixtureOf(texts, { cedula: WHO, allowed });

describe('A fixture of evidence', () => {
  it('has nothing of what was planted, in any place or form', () => {
    const made = makes([json, page]);
    if (made.kind !== 'fixture') expect.fail(made.left.join('\n'));
    const all = made.texts.map(({ text }) => text).join('\n');
    for (const value of PLANTED) expect(all, value).not.to.contain(value);
    expect(all.replace(/\D/g, '')).not.to.contain(WHO);
  });

  it('says the same of the same wherever it stands, and is read as the evidence was', () => {
    const made = makes([json, page]);
    if (made.kind !== 'fixture') expect.fail(made.left.join('\n'));
    const cedula = '10203040';
    const stored = { source: 'consultacenso', cedula, failure: 'unrecognised' } as const;
    const one = reread(made.texts.slice(0, 1), stored);
    const other = reread(made.texts.slice(1), stored);
    expect(one?.outcome).to.deep.include({ kind: 'active', municipio: 'VILLA ESPERANZA', mesa: '7' });
    expect({ ...other?.outcome, mapa: undefined }).to.deep.equal({ ...one?.outcome, mapa: undefined });
    expect(made.texts[0]?.text).to.contain(
      'El documento número 10.203.040 vota en VILLA ESPERANZA, CL 12 No. 34-56',
    );
  });

  for (const [what, text] of Object.entries({
    'a name in a sentence': 'Señora XIMENA, su documento no se encuentra en el censo',
    'a name in a heading': '<h3>Señora Ximena</h3>',
    'a name in a field that nobody knows': '{"ok":true,"data":{"titular":"XIMENA"}}',
    'a name as a key': '{"ok":true,"XIMENA QUINTANA":1}',
    'a name in a heading of the table': '<table><tr><th data-th="XIMENA">NUIP</th></tr></table>',
    'a name in broken JSON': '{"titular":"XIMENA"',
    'a name behind an entity': '<p>XIM&Eacute;NA</p>',
    'a name in an option': '<select><option>XIMENA</option></select>',
  }))
    it(`is refused where something is left that nobody can place, without saying it: ${what}`, () => {
      const made = makes([{ from: 'source', text }]);
      expect(made.kind).to.equal('refused');
      expect(JSON.stringify(made).toUpperCase()).not.to.contain('XIM');
    });

  it('takes words that somebody has read and knows to be nobody’s', () => {
    const text = 'Estamos estrenando plataforma';
    expect(makes([{ from: 'source', text }]).kind).to.equal('refused');
    const made = makes([{ from: 'source', text }], ['estrenando']);
    expect(made).to.deep.equal({ kind: 'fixture', texts: [{ from: 'source', text }] });
  });
});
