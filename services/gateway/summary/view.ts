import type { Leader } from '../../../shared/contract/accounts.ts';
import type { CensusSummary } from '../../../shared/contract/summary.ts';
import type { Page } from '../context.ts';
import { EXPORT, listAddress } from '../filter/query.ts';
import { formatMoment, formatNumber, formatShare } from '../ui/format.ts';
import { daysOf, goalOf, placesOf, type SummaryChart, statusesOf } from './charts-view.ts';

declare module '../context.ts' {
  interface Pages {
    'summary/summary': SummaryPage;
  }
}

/** Everything that the page of the summary shows. */
export interface SummaryPage extends Page {
  /** Whose referrals they are; null when they are the reader's own. */
  leader: Leader | null;
  /** Nobody was referred yet. */
  isEmpty: boolean;
  referralLink: string;
  summary: Summary;
  listUrl: string;
  exportUrl: string;
}

/** Whose summary it is, and where they invite others. */
interface Whose {
  leader: Leader | null;
  referralLink: string;
}

export const presentPage = (
  summary: CensusSummary,
  terms: SummaryTerms,
  { leader, referralLink }: Whose,
): SummaryPage => {
  const query = leader === null ? {} : { leaderId: leader.id };
  return {
    title: 'Resumen',
    leader,
    isEmpty: terms.referred === 0,
    referralLink,
    summary: presentSummary(summary, terms),
    listUrl: listAddress(query),
    exportUrl: listAddress(query, EXPORT),
  };
};

/** The numbers, and each chart with its own data as a table. */
export interface Summary {
  figures: { label: string; value: string; detail: string }[];
  charts: SummaryChart[];
  latest: string | null;
}

export interface SummaryTerms {
  /** Everybody whom they referred, also without a lookup. */
  referred: number;
  goal: number;
  now: Date;
}

export const presentSummary = (summary: CensusSummary, { referred, goal, now }: SummaryTerms): Summary => ({
  figures: [
    {
      label: 'Referidos',
      value: formatNumber(referred),
      detail: referred === 1 ? 'persona registrada' : 'personas registradas',
    },
    {
      label: 'Con respuesta',
      value: formatNumber(summary.answered),
      detail: `${formatShare(summary.answered, referred)} de los referidos`,
    },
    {
      label: 'Habilitados',
      value: formatNumber(summary.active),
      detail: `${formatShare(summary.active, summary.answered)} de las respuestas`,
    },
    {
      label: 'Meta',
      value: formatShare(referred, goal),
      detail: `${formatNumber(referred)} de ${formatNumber(goal)}`,
    },
  ],
  charts: [
    goalOf(referred, goal),
    daysOf(summary),
    statusesOf(summary),
    placesOf(summary, {
      id: 'por-municipio',
      title: 'Por municipio',
      ranking: summary.municipios,
      others: ['Otro municipio', 'Otros municipios'],
      heading: 'Municipio',
      names: ({ municipio, departamento }) => [municipio, departamento],
    }),
    placesOf(summary, {
      id: 'por-puesto',
      title: 'Por puesto de votación',
      ranking: summary.puestos,
      others: ['Otro puesto', 'Otros puestos'],
      heading: 'Puesto',
      names: ({ puesto, municipio, departamento }) => [puesto, `${municipio}, ${departamento}`],
    }),
  ],
  latest: summary.latestAnswerAt === null ? null : formatMoment(summary.latestAnswerAt, now),
});
