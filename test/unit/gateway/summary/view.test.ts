import { expect } from 'chai';
import { presentPage, type Summed } from '../../../../services/gateway/summary/view.ts';
import { statuses } from '../../../../shared/contract/census.ts';
import type { CensusSummary } from '../../../../shared/contract/summary.ts';
import { LEADER, NOW, PERSON } from '../support/views.ts';

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
const counts = { todos: 1_250, pendientes: 50, encontrados: 1_000, novedades: 120, errores: 75, ocultos: 5 };
const leader = { id: LEADER.id, nombreCompleto: 'Lucía Inventada' };

interface Given extends Partial<Omit<Summed, 'census'>> {
  census?: Partial<CensusSummary>;
  whose?: typeof leader | null;
  administers?: boolean;
}

const present = ({ census, whose = null, administers = false, ...given }: Given = {}) => {
  const summed: Summed = {
    ...{ counts, goal: 2_500, leaders: null, growth: { before: 0, days: [] } },
    ...given,
    census: { ...nobody, ...census },
  };
  const page = presentPage(summed, { leader: whose, administers, referralLink: '', now: NOW });
  const chart = (id: string) => {
    const found = page.charts.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no chart ${id}`);
    return found;
  };
  const places = (id: string) => {
    const found = page.places.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no ranking ${id}`);
    return found;
  };
  return { page, chart, places };
};

describe('What leaders see of their referrals as a whole', () => {
  it('begins with all of them, by the words and the numbers of the list, each with the list behind it', () => {
    const { total, url, parts } = present().page.groups;
    expect([total, url]).to.deep.equal(['1.250 personas', '/referidos/']);
    expect(parts.map(({ label, value, share, url }) => [label, value, share, url])).to.deep.equal([
      ['Encontrados', '1.000', '80%', '/referidos/?status=encontrados'],
      ['Novedades', '120', '9,6%', '/referidos/?status=novedades'],
      ['Pendientes', '50', '4%', '/referidos/?status=pendientes'],
      ['Errores', '75', '6%', '/referidos/?status=errores'],
      ['Sin mostrar', '5', '0,4%', null],
    ]);
  });

  it('leads to the lists of the LEADER whose summary it is', () => {
    const { page } = present({ whose: leader });
    const urls = [page.groups.url, ...page.groups.parts.flatMap(({ url }) => url ?? []), page.listUrl];
    for (const url of urls) expect(url).to.include(`lider=${LEADER.id}`);
  });

  it('says of what is new in the census what it is', () => {
    const told = { ...nobody.statuses, NOT_FOUND: 1, CANCELLED_DECEASED: 2, CANCELLED_OTHER: 3 };
    const part = present({ census: { statuses: told } }).page.groups.parts[1];
    expect(part?.detail).to.equal('1 no está en el censo, 5 con novedad en la cédula');
  });

  describe('of the goal', () => {
    const goal = (referred: number, goal: number) =>
      present({ counts: { ...counts, todos: referred }, goal }).page.goal;

    it('says it once, with what is left', () => {
      expect(goal(1_250, 2_500)).to.include({
        ...{ words: '1.250 de 2.500 personas', share: '50%', rest: 'Faltan 1.250.', isReached: false },
      });
      expect(goal(9, 10).rest).to.equal('Falta 1.');
    });

    it('celebrates when it is reached, and when it is passed', () => {
      expect(goal(10, 10)).to.include({ rest: '¡Meta cumplida!', isReached: true });
      expect(goal(13, 10).rest).to.equal('¡Meta cumplida, con 3 de más!');
    });
  });

  describe('of their growth', () => {
    const growth = {
      before: 10,
      days: [
        { day: '2026-05-20', people: 4 },
        { day: '2026-05-31', people: 10 },
      ],
    };

    it('has each week with how many came, the newest first', () => {
      const { rows, note, svg } = present({ growth, goal: 31 }).chart('por-semana');
      expect(rows.slice(0, 2)).to.deep.equal([
        ['25 may a 31 may', '10', '24'],
        ['18 may a 24 may', '4', '14'],
      ]);
      expect(svg).to.contain('de 10 a 24 personas; la meta es 31');
      expect(note).to.equal(
        'En los últimos 7 días llegaron 10 personas. A ese paso se llega a la meta hacia el 7 de junio.',
      );
    });

    it('promises nothing when nobody comes, when it would take half a year, and when the goal is reached', () => {
      const quiet = { before: 24, days: [] };
      for (const given of [
        { growth: quiet, goal: 30 },
        { growth, goal: 5_000 },
        { growth, goal: 24 },
      ])
        expect(present(given).chart('por-semana').note).not.to.include('A ese paso');
    });

    it('begins when the first came, two weeks ago at the latest', () => {
      const late = { before: 0, days: [{ day: '2026-05-31', people: 1 }] };
      expect(present({ growth: late }).chart('por-semana').rows).to.have.lengthOf(2);
      expect(present({ growth }).chart('por-semana').rows).to.have.lengthOf(12);
    });
  });

  describe('of places', () => {
    const municipio = (n: number) => ({ departamento: 'HUILA', municipio: `NEIVA ${n}`, people: 20 - n });

    it('names the first five and folds the others, written as people write them', () => {
      const top = Array.from({ length: 15 }, (_, n) => municipio(n));
      const ranking = present({
        census: { active: 200, municipios: { top, others: { places: 3, people: 1 } } },
      }).places('por-municipio');
      expect(ranking.seen.map(({ label }) => label)).to.deep.equal([
        ...['Neiva 0', 'Neiva 1', 'Neiva 2', 'Neiva 3', 'Neiva 4'],
      ]);
      expect(ranking.seen[0]).to.include({ detail: 'Huila', value: '20', share: '10%' });
      expect([ranking.folded.length, ranking.fold, ranking.rest]).to.deep.equal([
        ...[10, 'Ver 10 más', '1 persona en 3 municipios más.'],
      ]);
    });

    it('tells a voting place with its municipality', () => {
      const top = [{ departamento: 'HUILA', municipio: 'NEIVA', puesto: 'IE INVENTADA', people: 1 }];
      const puestos = { top, others: { places: 0, people: 0 } };
      const { seen, rest } = present({ census: { active: 1, puestos } }).places('por-puesto');
      expect([seen[0]?.label, seen[0]?.detail, rest]).to.deep.equal(['IE Inventada', 'Neiva, Huila', null]);
      const { pathname, searchParams } = new URL(seen[0]?.url ?? '', 'http://portal.invalid');
      expect([pathname, ...searchParams]).to.deep.equal([
        ...['/referidos/', ['municipio', 'NEIVA, HUILA'], ['puesto', 'IE INVENTADA']],
      ]);
    });
  });

  it('has the days in a table with the newest first', () => {
    const days = [
      { day: '2026-05-30', answers: 1_200 },
      { day: '2026-05-31', answers: 4 },
    ];
    const { rows, svg } = present({ census: { days } }).chart('por-dia');
    expect(rows).to.deep.equal([
      ['31 de mayo', '4'],
      ['30 de mayo', '1.200'],
    ]);
    expect(svg).to.contain('el día con más fue el 30 de mayo, con 1.200');
  });

  it('draws no chart of nothing, and says so', () => {
    const { page, chart } = present();
    for (const id of ['por-dia', 'por-semana']) {
      expect(chart(id).svg, id).to.equal(null);
      expect(chart(id).empty, id).not.to.equal('');
    }
    for (const { seen, empty, id } of page.places) {
      expect(seen, id).to.deep.equal([]);
      expect(empty, id).not.to.equal('');
    }
    expect(page.latest).to.equal(null);
  });

  describe('of those who lead', () => {
    const led = {
      items: [
        { ...leader, role: 'LEADER' as const, referralGoal: 1_000, counts },
        { id: PERSON.id, nombreCompleto: 'Rosa', role: 'COORDINATOR' as const, referralGoal: 2_500, counts },
      ],
      total: 2,
    };

    it('shows a COORDINATOR one row each, whose every number is a way to its list', () => {
      const table = present({ leaders: led }).page.leaders;
      expect(table?.title).to.equal('Sus líderes');
      expect(table?.summary).to.equal('2 líderes, 2.500 personas.');
      const row = table?.rows[0];
      expect([row?.all.text, row?.goal.text, row?.isReached]).to.deep.equal(['1.250', '125%', true]);
      expect(row?.groups.map(({ text }) => text)).to.deep.equal(['1.000', '120', '50', '75']);
      expect(row?.groups[1]?.url).to.equal(`/referidos/?lider=${LEADER.id}&status=novedades`);
      expect(row?.goal.url).to.equal(`/resumen/?lider=${LEADER.id}`);
      expect(table?.rows[1]?.isReached).to.equal(false);
    });

    it('shows an ADMIN everybody with their role, and no way to lists that are not theirs', () => {
      const table = present({ leaders: { ...led, total: 140 }, administers: true }).page.leaders;
      expect(table?.title).to.equal('Todos los líderes');
      expect(table?.summary).to.include('Los 2 con más personas, de 140.');
      expect(table?.rows.map(({ role }) => role)).to.deep.equal(['Líder', 'Coordinador(a)']);
      expect(table?.rows[0]?.url).to.equal(`/admin/usuarios/${LEADER.id}/`);
      expect(
        table?.rows.flatMap(({ all, goal, groups }) => [all, goal, ...groups]).map(({ url }) => url),
      ).to.satisfy((urls: unknown[]) => urls.every((url) => url === null));
    });

    it('is not there for who compares nobody', () => {
      expect(present().page.leaders).to.equal(null);
      expect(present({ leaders: { items: [], total: 0 } }).page.leaders).to.equal(null);
    });
  });
});
