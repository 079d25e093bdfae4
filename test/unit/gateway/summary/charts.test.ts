import { expect } from 'chai';
import { load } from 'cheerio';
import { barChart } from '../../../../services/gateway/summary/charts/bars.ts';
import { columnChart } from '../../../../services/gateway/summary/charts/columns.ts';
import { goalChart } from '../../../../services/gateway/summary/charts/goal.ts';
import { axisEnd, scaleTo } from '../../../../services/gateway/summary/charts/scale.ts';
import { WIDTH } from '../../../../services/gateway/summary/charts/svg.ts';

const name = { id: 'prueba', title: 'Título', description: 'Lo que se ve.' };
const read = (svg: string) => load(svg, { xml: true });
const lengths = (svg: string, side: 'width' | 'height') =>
  read(svg)('rect.bar')
    .toArray()
    .map(({ attribs }) => Number(attribs[side]));

describe('The charts of the summary', () => {
  describe('scale', () => {
    it('gives the greatest value the whole length, and the others their part', () => {
      const length = scaleTo(8, 200);
      expect([8, 4, 1, 0].map(length)).to.deep.equal([200, 100, 25, 0]);
    });

    it('never leaves the chart: not below nothing, not beyond the end, not without values', () => {
      expect([-3, 20].map(scaleTo(10, 50))).to.deep.equal([0, 50]);
      expect([0, 7].map(scaleTo(0, 50))).to.deep.equal([0, 0]);
    });

    for (const [most, end] of [
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 4],
      [7, 10],
      [10, 10],
      [11, 20],
      [48, 50],
      [999, 1_000],
      [41_000, 50_000],
    ] as const) {
      it(`ends an axis for ${most} at ${end}`, () => expect(axisEnd(most)).to.equal(end));
    }
  });

  describe('bars', () => {
    it('are as long as their values, with the number in Colombian form beside each', () => {
      const svg = barChart(name, [
        { label: 'Uno', value: 12_000 },
        { label: 'Otro', value: 3_000, tone: 'bad' },
      ]);
      expect(lengths(svg, 'width')).to.deep.equal([WIDTH, WIDTH / 4]);
      expect(svg).to.contain('>12.000<').and.contain('class="bar bad"');
    });

    it('escape what comes from outside, in text and in names', () => {
      const svg = barChart({ ...name, description: '<b>&' }, [
        { label: '<script>', detail: 'A & "B"', value: 1 },
      ]);
      expect(svg).not.to.match(/<script>|<b>|& /);
      const shown = read(svg);
      expect(shown('text').first().text()).to.equal('<script>');
      expect(shown('desc').text()).to.equal('<b>&');
    });

    it('break a long name between words, and cut off what three lines do not hold, never a letter in two', () => {
      const linesOf = (label: string) => {
        const shown = read(barChart(name, [{ label, value: 1 }]));
        return shown('text:not(.value)')
          .toArray()
          .map((node) => shown(node).text());
      };
      expect(linesOf('INSTITUCION EDUCATIVA DEPARTAMENTAL SEDE 2')).to.deep.equal([
        'INSTITUCION EDUCATIVA',
        'DEPARTAMENTAL SEDE 2',
      ]);
      expect(linesOf('PALABRA '.repeat(20).trim()).at(-1))
        .to.match(/…$/)
        .and.have.lengthOf.at.most(31);
      expect(linesOf('😀'.repeat(60))).to.deep.equal([`${'😀'.repeat(30)}…`]);
    });

    it('give what is left of a ranking a number, and no bar that would dwarf the others', () => {
      const svg = barChart(name, [
        { label: 'Uno', value: 2 },
        { label: 'Otros', value: 900, isRest: true },
      ]);
      expect(lengths(svg, 'width')).to.deep.equal([WIDTH]);
      expect(svg).to.contain('>900<');
    });

    it('stand without values, and without bars, without a number that is none', () => {
      expect(lengths(barChart(name, [{ label: 'Nadie', value: 0 }]), 'width')).to.deep.equal([0]);
      for (const svg of [barChart(name, []), columnChart(name, [])]) expect(svg).not.to.match(/NaN|Infinity/);
    });
  });

  it('columns end at the axis, say their day and number, and name three days', () => {
    const columns = Array.from({ length: 30 }, (_, day) => ({
      label: `día ${day}`,
      value: day === 3 ? 40 : 10,
    }));
    const svg = columnChart(name, columns);
    const heights = lengths(svg, 'height');
    expect(heights).to.have.lengthOf(30);
    expect(heights[3]).to.equal(4 * (heights[0] ?? 0));
    expect(read(svg)('rect.bar').eq(3).find('title').text()).to.equal('día 3: 40');
    const labels = read(svg)('text')
      .toArray()
      .map((node) => read(svg)(node).text());
    expect(labels).to.include.members(['día 0', 'día 15', 'día 29', '20', '40']);
  });

  it('the goal is full once it is reached, and the numbers say the rest', () => {
    expect(lengths(goalChart(name, { value: 5, goal: 20 }), 'width')).to.deep.equal([WIDTH / 4]);
    const beyond = goalChart(name, { value: 30, goal: 20 });
    expect(lengths(beyond, 'width')).to.deep.equal([WIDTH]);
    expect(beyond).to.contain('30 de 20').and.contain('150');
    expect(goalChart(name, { value: 0, goal: 0 })).not.to.match(/NaN|Infinity/);
  });

  it('each say to a screen reader what they are and show, and carry no style of their own', () => {
    const bars = [{ label: 'Uno', value: 1 }];
    for (const svg of [
      barChart(name, bars),
      columnChart(name, bars),
      goalChart(name, { value: 1, goal: 2 }),
    ]) {
      const shown = read(svg);
      const ids = shown('svg').attr('aria-labelledby')?.split(' ') ?? [];
      expect(shown('svg').attr('role')).to.equal('img');
      expect(ids.map((id) => shown(`#${id}`).text())).to.deep.equal([name.title, name.description]);
      expect(svg).not.to.contain('style=');
    }
  });
});
