import type { CensusSummary, Ranking } from '../../../shared/contract/summary.ts';
import { formatNumber, formatShare } from '../ui/format.ts';
import { nameOf, type SummaryChart } from './chart-view.ts';
import { type Bar, barChart } from './charts/bars.ts';

interface PlaceTerms<T> {
  id: string;
  title: string;
  ranking: Ranking<T>;
  /** What those are called that are not named: one, several. */
  others: readonly [string, string];
  heading: string;
  names(place: T): [label: string, detail: string];
}

/** Where those vote who may: one kind of place. */
export const placesOf = <T>({ active }: CensusSummary, terms: PlaceTerms<T>): SummaryChart => {
  const { id, title, ranking, others, heading, names } = terms;
  const named = ranking.top.map((place) => ({ names: names(place), people: place.people, rest: false }));
  const [one, several] = others;
  const { places, people } = ranking.others;
  const rest = {
    names: [places === 1 ? one : several, `${formatNumber(places)} más`] as const,
    people,
    rest: true,
  };
  const shown = places === 0 ? named : [...named, rest];
  const bars = shown.map(
    ({ names: [label, detail], people: value, rest: isRest }): Bar => ({
      ...{ label, detail, value },
      ...(isRest ? { isRest } : {}),
    }),
  );
  return {
    id,
    title,
    svg: active === 0 ? null : barChart(nameOf(id, `Habilitados: ${title.toLowerCase()}`, bars), bars),
    empty: 'Todavía no hay respuestas con puesto de votación.',
    note: null,
    columns: [heading, 'Personas', 'Parte'],
    rows: shown.map((row) => [
      row.names.join(', '),
      formatNumber(row.people),
      formatShare(row.people, active),
    ]),
  };
};
