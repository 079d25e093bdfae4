import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createShapeBox, shapeOf } from '../../../../services/scraper/shape/shape.ts';
import { failure } from '../../../../shared/contract/outcome.ts';
import { SHAPE_CHARS, shapeRule } from '../../../../shared/contract/shapes.ts';
import { ACTIVE, CEDULA } from '../../../support/official/fixture.ts';
import { root } from '../../../support/processes/child.ts';

const page = (name: string) =>
  readFileSync(join(root, 'services/simulator', name, 'page.html'), 'utf8').replaceAll('{{token}}', 'a1b2');
const print = (part: 'form' | 'answer', text: string) => shapeOf(part, text, false).fingerprint;

/** What may be in an answer and is somebody's, in every place that we could think of. */
const NAME = 'XIOMARA QUINDIOTA';
const PERSONAL = [
  CEDULA,
  '1.020.304.050',
  'XIOMARA',
  'QUINDIOTA',
  'VILLA ESPERANZA',
  'CL 12',
  '34-56',
  'COD-77-88-123',
];
const planted: Record<string, string> = {
  'a found answer': JSON.stringify({
    ok: true,
    encontrado: true,
    data: { nuip: Number(CEDULA), nombre: NAME, ...ACTIVE, coddivipol: 'COD-77-88-123' },
    [`persona-${CEDULA}`]: NAME,
    [NAME]: 1,
    lista: [CEDULA, { nombre: NAME }],
  }),
  'a table': `<div id="r-${CEDULA}"><table id="consulta" class="t QUINDIOTA" title="${NAME}"><caption>${NAME}</caption>
    <tr><th colspan="6">${NAME}</th></tr><tr><th>NUIP</th><th>PUESTO</th></tr>
    <tr><td data-th="NUIP" data-n="${NAME}">1.020.304.050</td><td data-th="PUESTO">VILLA ESPERANZA</td></tr>
    <tr><th>${NAME}</th><td>CL 12 No. 34-56</td></tr></table><!-- ${NAME} --><h3>Señora ${NAME}</h3>
    <img alt="${NAME}"><a href="?c=${CEDULA}">${NAME}</a><script>var n='${NAME}'</script></div>`,
  'markup inside JSON': JSON.stringify({
    success: true,
    data: { message: `<b>${NAME}</b> vota en CL 12 No. 34-56` },
  }),
  'a sentence': `Señora ${NAME}, el documento número ${CEDULA} vota en VILLA ESPERANZA, CL 12 No. 34-56 (COD-77-88-123).`,
  'broken JSON': `{"nombre":"${NAME}","nuip":"${CEDULA}"`,
};

describe('The shape of an official page', () => {
  for (const [what, text] of Object.entries(planted))
    it(`has nothing that is somebody’s, nor has its example: ${what}`, () => {
      const { text: shape, example } = shapeOf('answer', text, true);
      expect(shape).not.to.equal('');
      for (const value of PERSONAL) {
        expect(shape.toUpperCase(), value).not.to.contain(value.toUpperCase());
        expect(example?.toUpperCase(), value).not.to.contain(value.toUpperCase());
      }
    });

  it('is the same whoever it is about, and however long the numbers are', () => {
    const answer = (nuip: string, municipio: string, mesa: string) =>
      JSON.stringify({ ok: true, encontrado: true, data: { nuip, nom_mun: municipio, mesa } });
    expect(print('answer', answer(CEDULA, 'BETULIA', '7'))).to.equal(
      print('answer', answer('123456', 'SAN JOSÉ', '112')),
    );
    const table = (value: string) =>
      `<table id="consulta"><tr><th>NUIP</th><th>MESA</th></tr><tr><td data-th="NUIP">${value}</td><td data-th="MESA"><b>${value}</b></td></tr></table>`;
    expect(print('answer', table('1'))).to.equal(print('answer', table('22')));
  });

  it('is another when a field, a heading, a label or an option is another', () => {
    const form = page('wsp');
    const changes = [
      form.replace('id="nuip"', 'id="numero"'),
      form.replace('Número de cédula', 'Número de identificación'),
      form.replace('g-recaptcha"', 'cf-turnstile"'),
      form.replace('value="-1"', 'value="0"'),
    ];
    const prints = [form, ...changes].map((one) => print('form', one));
    expect(new Set(prints).size).to.equal(prints.length);
    const answer = (key: string) => print('answer', JSON.stringify({ ok: true, data: { [key]: 'x' } }));
    expect(answer('nom_puesto')).not.to.equal(answer('puesto_votacion'));
  });

  it('does not change with what a page makes anew each time, nor with what a captcha has put there', () => {
    const form = (token: string, inside: string) =>
      `<form id="f-${token}"><input id="nuip"><input type="hidden" name="token" value="${token}"><div class="cf-turnstile" data-sitekey="${token}">${inside}</div></form>`;
    const one = form('9f1c0a77b2', '');
    const other = form(
      '77aa01b3c9',
      '<iframe src="x"></iframe><input type="hidden" name="cf-turnstile-response">',
    );
    expect(print('form', one)).to.equal(print('form', other));
  });

  it('says in words what asks, for who operates', () => {
    const lines = shapeOf('form', page('consultacenso'), false).text.split('\n');
    expect(lines).to.include.members([
      'form#consultaForm',
      '  label «Número de documento»',
      '  input#documento[type=text name=documento maxlength=10]',
      '  button#submitBtn[type=submit] «CONSULTAR»',
    ]);
  });

  it('has an example of a failure, with the words that every such page has', () => {
    const sentence = `El documento de identidad número ${CEDULA} no se encuentra en el censo para esta elección.`;
    expect(shapeOf('answer', sentence, true).example).to.equal(
      '“El documento de identidad número •••••••••• no se encuentra en el censo para esta elección.”',
    );
  });

  it('is bounded, and always what the census takes', () => {
    const huge = [
      '<div>'.repeat(9_000),
      `<form>${'<input id="x">'.repeat(300)}${Array.from({ length: 900 }, (_, n) => `<input id="${'abc'.repeat(9)}${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + (n % 25))}">`).join('')}</form>`,
      'x'.repeat(500_000),
      JSON.stringify(
        Object.fromEntries(
          Array.from({ length: 500 }, (_, n) => [`k${'x'.repeat(n)}`, 'palabra '.repeat(50)]),
        ),
      ),
      '',
      '\u0000<',
      '[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]',
    ];
    for (const text of huge)
      for (const part of ['form', 'answer'] as const) {
        const shape = shapeOf(part, text, true);
        expect(shapeRule.safeParse(shape).success).to.equal(true);
        expect(shape.text.length).to.be.lessThanOrEqual(SHAPE_CHARS);
      }
  });

  it('is taken of what was met last, with an example for failures alone', () => {
    const box = createShapeBox();
    box.look('form', '<form id="a"></form>');
    box.look('form', '<form id="b"></form>');
    box.look('answer', 'Un momento');
    const failed = box.seal(failure('unrecognised', 'x'));
    expect(failed.map(({ part, text }) => [part, text])).to.deep.equal([
      ['form', 'form#b'],
      ['answer', 'solo texto'],
    ]);
    expect(failed.every(({ example }) => example !== null)).to.equal(true);
    expect(box.seal({ kind: 'not_found' }).every(({ example }) => example === null)).to.equal(true);
  });
});
