import { expect } from 'chai';
import { load } from 'cheerio';
import { columnChart } from '../../../../services/gateway/summary/charts/columns.ts';
import { isInSight, lineChart } from '../../../../services/gateway/summary/charts/line.ts';
import { axisEnd, scaleTo } from '../../../../services/gateway/summary/charts/scale.ts';
import { rankBar, shareBar } from '../../../../services/gateway/summary/charts/share-bar.ts';
import { element, text, WIDTH } from '../../../../services/gateway/summary/charts/svg.ts';

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

  it('escape what comes from outside, in text and in names', () => {
    const made = element('text', { class: '"><b>' }, text('<script> & "B"'));
    expect(made).not.to.match(/<script>|<b>|& /);
    expect(read(made)('text').text()).to.equal('<script> & "B"');
    const named = columnChart({ ...name, description: '<b>&' }, []);
    expect(read(named)('desc').text()).to.equal('<b>&');
  });

  describe('the bar of shares', () => {
    const widths = (values: number[]) =>
      lengths(shareBar(values.map((value) => ({ value, tone: 'good' }))), 'width');

    it('gives each its part of the whole width, with a gap between them', () => {
      const [one = 0, other = 0] = widths([300, 100]);
      expect(one + other).to.be.within(WIDTH - 3, WIDTH);
      expect(one / other).to.be.within(2.8, 3.1);
    });

    it('shows one of thousands, and nothing where there is nobody', () => {
      expect(widths([1, 99_999])[0]).to.be.at.least(3);
      expect(widths([0, 5, 0])).to.have.lengthOf(1);
      expect(shareBar([{ value: 0, tone: null }])).not.to.match(/<rect|NaN/);
    });
  });

  it('the bar of a ranking is as long as its part of the longest', () => {
    expect(lengths(rankBar(5, 20), 'width')).to.deep.equal([WIDTH / 4]);
    expect(lengths(rankBar(0, 0), 'width')).to.deep.equal([0]);
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

  describe('the line of growth', () => {
    const points = [1, 2, 40].map((value, day) => ({ label: `día ${day}`, value }));
    const heightOf = (svg: string) => read(svg)('line.goal').attr('y1');

    it('rises from day to day to where they are, below the goal', () => {
      const svg = lineChart(name, { points, goal: 60 });
      const places = read(svg)('path.line').attr('d')?.slice(1).split(' L') ?? [];
      const heights = places.map((place) => Number(place.split(',')[1]));
      expect(heights).to.have.lengthOf(3);
      expect(heights).to.deep.equal([...heights].sort((a, b) => b - a));
      expect(Number(heightOf(svg))).to.be.lessThan(heights.at(-1) ?? 0);
      expect(svg).to.contain('Meta 60').and.contain('día 0').and.contain('día 2');
    });

    it('leaves out a goal that would press it flat', () => {
      expect(isInSight(40, 120)).to.equal(true);
      const svg = lineChart(name, { points, goal: 1_000 });
      expect(heightOf(svg)).to.equal(undefined);
      expect(read(svg)('.quiet-text').first().text()).to.equal('20');
    });

    it('stands with one day, and with none', () => {
      for (const few of [points.slice(0, 1), []])
        expect(lineChart(name, { points: few, goal: 0 })).not.to.match(/NaN|Infinity|undefined/);
    });
  });

  it('each say to a screen reader what they are and show, or leave that to the text, and carry no style of their own', () => {
    const points = [{ label: 'Uno', value: 1 }];
    for (const svg of [columnChart(name, points), lineChart(name, { points, goal: 2 })]) {
      const shown = read(svg);
      const ids = shown('svg').attr('aria-labelledby')?.split(' ') ?? [];
      expect(shown('svg').attr('role')).to.equal('img');
      expect(ids.map((id) => shown(`#${id}`).text())).to.deep.equal([name.title, name.description]);
      expect(svg).not.to.contain('style=');
    }
    for (const svg of [shareBar([{ value: 1, tone: 'good' }]), rankBar(1, 2)]) {
      expect(read(svg)('svg').attr('aria-hidden')).to.equal('true');
      expect(svg).not.to.contain('style=');
    }
  });
});
