import type { ReferralSort } from '../../../../shared/contract/accounts.ts';
import { withCapitals } from '../../answer/capitals.ts';
import type { Page } from '../../context.ts';
import { LIST, type ReferralFilter, searchOf } from '../../filter/query.ts';
import { counted, formatNumber } from '../../ui/format.ts';
import { filterNames } from '../view.ts';

declare module '../../context.ts' {
  interface Pages {
    'referrals/export': ExportPage;
  }
}

const sorts: Record<ReferralSort, string> = {
  recent: 'Más recientes primero',
  oldest: 'Más antiguos primero',
  name: 'Por nombre',
  '-name': 'Por nombre, de la Z a la A',
  municipio: 'Por municipio, puesto y mesa',
  '-municipio': 'Por municipio, puesto y mesa, al revés',
  puesto: 'Por puesto y mesa',
  '-puesto': 'Por puesto y mesa, al revés',
  mesa: 'Por mesa',
  '-mesa': 'Por mesa, al revés',
  estado: 'Por estado',
  '-estado': 'Por estado, al revés',
};

/** Measured on two cores with everything on one machine; said only roughly. */
const ROWS_A_SECOND = 3_500;

interface Found {
  total: number;
  mayRead: boolean;
  leaderName: string | null;
}

/** Everything that the page before a download shows. */
export interface ExportPage extends Page {
  total: number;
  lines: { label: string; value: string }[];
  contents: string;
  csvUrl: string;
  xlsxUrl: string;
  listUrl: string;
}

export const presentExport = (filter: ReferralFilter, { total, mayRead, leaderName }: Found): ExportPage => {
  const { status, q, sort } = filter;
  const query = searchOf(filter);
  return {
    title: 'Descargar referidos',
    total,
    lines: [
      { label: 'Personas', value: formatNumber(total) },
      ...(leaderName === null ? [] : [{ label: 'Líder', value: leaderName }]),
      ...(mayRead ? [{ label: 'Estado', value: filterNames[status] }] : []),
      ...(filter.municipio === undefined ? [] : [{ label: 'Lugar', value: placeOf(filter) }]),
      ...(q === '' ? [] : [{ label: 'Búsqueda', value: q }]),
      { label: 'Orden', value: sorts[sort] },
      { label: 'Tiempo', value: durationOf(total) },
    ],
    contents: mayRead
      ? 'Nombre, cédula, celular y registro de cada persona, con su estado, puesto de votación y novedades.'
      : 'Nombre, final de la cédula y registro de cada persona.',
    csvUrl: `/referidos/exportar.csv?${query}`,
    xlsxUrl: `/referidos/exportar.xlsx?${query}`,
    listUrl: `${LIST}?${query}`,
  };
};

const placeOf = ({ municipio = '', puesto, mesa }: ReferralFilter): string =>
  [
    ...(mesa === undefined ? [] : [`mesa ${mesa}`]),
    ...(puesto === undefined ? [] : [withCapitals(puesto)]),
    withCapitals(municipio),
  ].join(', ');

const durationOf = (total: number): string => {
  const seconds = total / ROWS_A_SECOND;
  if (seconds < 5) return 'pocos segundos';
  if (seconds < 55) return `cerca de ${Math.ceil(seconds / 5) * 5} segundos`;
  const minutes = Math.ceil(seconds / 60);
  return `cerca de ${counted(minutes, 'minuto', 'minutos')}`;
};
