import { expect } from 'chai';
import { presentSummary } from '../../../../services/gateway/summary/view.ts';
import { statuses } from '../../../../shared/contract/census.ts';
import type { CensusSummary } from '../../../../shared/contract/summary.ts';
import { NOW } from '../support/views.ts';

const nobody: CensusSummary = {
  total: 0,
  answered: 0,
  active: 0,
  statuses: Object.fromEntries(statuses.map((status) => [status, 0])) as CensusSummary['statuses'],
  municipios: { top: [], others: { places: 0, people: 0 } },
  puestos: { top: [], others: { places: 0, people: 0 } },
  days: [
    { day: '2026-05-30', answers: 0 },
    { day: '2026-05-31', answers: 0 },
  ],
  latestAnswerAt: null,
};

const present = (change: Partial<CensusSummary> = {}, referred = 1_250, goal = 2_500) => {
  const page = presentSummary({ ...nobody, ...change }, { referred, goal, now: NOW });
  const chart = (id: string) => {
    const found = page.charts.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no chart ${id}`);
    return found;
  };
  return { page, chart };
};

describe('What leaders see of their referrals as a whole', () => {
  it('begins with four numbers, written as Colombians do', () => {
    const { page } = present({ answered: 1_000, active: 805 });
    expect(page.figures.map(({ label, value }) => [label, value])).to.deep.equal([
      ['Referidos', '1.250'],
      ['Con respuesta', '1.000'],
      ['Habilitados', '805'],
      ['Meta', '50%'],
    ]);
    expect(page.figures[2]?.detail).to.equal('80,5% de las respuestas');
  });

  it('tells statuses with one word as one line, each with its part of all', () => {
    const counts = { ...nobody.statuses, ACTIVE: 6, PENDING: 1, PROCESSING: 1, ERROR: 1, TIMEOUT: 1 };
    const { rows, svg } = present({ total: 10, statuses: counts }).chart('por-estado');
    expect(rows.slice(0, 2).map(([word]) => word)).to.deep.equal(['Habilitada', 'No está en el censo']);
    expect(rows).to.deep.include(['Verificando', '2', '20%']);
    expect(rows).to.deep.include(['Sin respuesta', '2', '20%']);
    expect(new Set(rows.map(([word]) => word)).size).to.equal(rows.length);
    expect(svg).to.contain('Habilitada: 6; Verificando: 2; Sin respuesta: 2.');
  });

  it('names the first places and puts the others into one line at the end', () => {
    const top = [{ departamento: 'HUILA', municipio: 'NEIVA', people: 7 }];
    const municipios = { top, others: { places: 3, people: 3 } };
    expect(present({ active: 10, municipios }).chart('por-municipio').rows).to.deep.equal([
      ['NEIVA, HUILA', '7', '70%'],
      ['Otros municipios, 3 más', '3', '30%'],
    ]);
  });

  it('tells a voting place with its municipality', () => {
    const top = [{ departamento: 'HUILA', municipio: 'NEIVA', puesto: 'I.E. INVENTADA', people: 1 }];
    const puestos = { top, others: { places: 0, people: 0 } };
    expect(present({ active: 1, puestos }).chart('por-puesto').rows).to.deep.equal([
      ['I.E. INVENTADA, NEIVA, HUILA', '1', '100%'],
    ]);
  });

  it('has the days in a table with the newest first', () => {
    const days = [
      { day: '2026-05-30', answers: 1_200 },
      { day: '2026-05-31', answers: 4 },
    ];
    const { rows, svg } = present({ days }).chart('por-dia');
    expect(rows).to.deep.equal([
      ['31 de mayo', '4'],
      ['30 de mayo', '1.200'],
    ]);
    expect(svg).to.contain('el día con más fue el 30 de mayo, con 1.200');
  });

  it('draws no chart of nothing, and says so', () => {
    const { page, chart } = present();
    for (const id of ['por-estado', 'por-dia', 'por-municipio', 'por-puesto']) {
      expect(chart(id).svg, id).to.equal(null);
      expect(chart(id).empty, id).not.to.equal('');
    }
    expect(page.latest).to.equal(null);
  });
});
