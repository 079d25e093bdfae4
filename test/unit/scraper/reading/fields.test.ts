import { expect } from 'chai';
import { fieldsOf } from '../../../../services/scraper/reading/fields.ts';
import { readLabelled } from '../../../../services/scraper/reading/labelled-values.ts';
import { parseMarkup } from '../../../../services/scraper/reading/markup.ts';

const readResultTable = (html: string) => {
  const labelled = readLabelled(parseMarkup(html) ?? [], true);
  return labelled.kind === 'found' ? labelled.values : null;
};

describe('Fields of an answer', () => {
  it('are known by their headings and keys, folded', () => {
    expect(
      fieldsOf([
        ['NUIP:', '1020304050'],
        ['Direcci\u00f3n ', ' CL\u00a012 '],
        ['NOM_DEPTO', 'TOLIMA'],
        ['Fecha Novedad', '12/03/2019'],
        ['fecha_novedad', '12/03/2019'],
      ]),
    ).to.deep.equal({
      nuip: '1020304050',
      direccion: 'CL 12',
      departamento: 'TOLIMA',
      fechaNovedad: '12/03/2019',
    });
  });

  it('leave out labels that say nothing, and words that every object knows', () => {
    expect(
      fieldsOf([
        ['Fecha de inscripción', '2004-05-06'],
        ['constructor', 'x'],
        ['', 'y'],
      ]),
    ).to.deep.equal({});
  });

  it('are empty when they were given twice and differ, even a third time', () => {
    const twice = [
      ['MESA', '7'],
      ['mesa', '8'],
    ] as const;
    expect(fieldsOf(twice)).to.deep.equal({ mesa: '' });
    expect(fieldsOf([...twice, ['Mesa', '8']])).to.deep.equal({ mesa: '' });
  });
});

describe('A result table', () => {
  it('is read by data-th before the heading above', () => {
    const html = "<table><tr><th>MESA</th></tr><tr><td data-th='NUIP'>1</td></tr></table>";
    expect(readResultTable(html)).to.deep.equal([['NUIP', '1']]);
  });

  it('is found although tags are not closed', () => {
    const html = '<div><table id=consulta><tr><th>NUIP<th>MESA<tr><td>1<td><b>7</table></p><h3>Aviso';
    expect(readResultTable(html)).to.deep.equal([
      ['NUIP', '1'],
      ['MESA', '7'],
    ]);
  });

  it('is none in words, in a comment or in nothing', () => {
    for (const html of ['', 'NUIP MESA', '<!-- <table><tr><td>1</td></tr></table> -->'])
      expect(readResultTable(html), html).to.equal(null);
  });
});
