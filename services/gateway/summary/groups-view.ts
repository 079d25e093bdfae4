import type { ReferralCounts, StatusFilter } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import type { CensusSummary } from '../../../shared/contract/summary.ts';
import { listAddress } from '../filter/query.ts';
import { filterNames } from '../referrals/view.ts';
import { counted, formatNumber, formatShare, plural } from '../ui/format.ts';
import { shareBar } from './charts/share-bar.ts';
import type { Markup } from './charts/svg.ts';

/** One part of all, with the list behind it; null where nobody is shown. */
interface GroupPart {
  label: string;
  value: string;
  share: string;
  detail: string;
  tone: Tone | null;
  url: string | null;
}

/** What has become of all: one bar, and its parts in the words of the list. */
export interface Groups {
  total: string;
  url: string;
  bar: Markup;
  parts: GroupPart[];
}

type Group = Exclude<StatusFilter, 'todos'>;

const tones: Record<Group, Tone> = {
  encontrados: 'good',
  novedades: 'notice',
  pendientes: 'waiting',
  errores: 'bad',
};

export const presentGroups = (
  counts: ReferralCounts,
  { statuses }: CensusSummary,
  leaderId: string | undefined,
): Groups => {
  const whose = leaderId === undefined ? {} : { leaderId };
  const shown = (Object.keys(tones) as Group[]).map((status) => ({ status, count: counts[status] ?? 0 }));
  const hidden = counts.ocultos ?? 0;
  const part = (count: number) => ({ value: formatNumber(count), share: formatShare(count, counts.todos) });
  return {
    total: counted(counts.todos, 'persona', 'personas'),
    url: listAddress(whose),
    bar: shareBar([
      ...shown.map(({ status, count }) => ({ value: count, tone: tones[status] })),
      { value: hidden, tone: null },
    ]),
    parts: [
      ...shown.map(({ status, count }) => ({
        ...{ label: filterNames[status], tone: tones[status], ...part(count) },
        ...{ detail: detailOf(status, statuses), url: listAddress({ ...whose, status }) },
      })),
      ...(hidden === 0
        ? []
        : [
            {
              label: 'Sin mostrar',
              tone: null,
              ...part(hidden),
              detail: 'no comparten sus datos',
              url: null,
            },
          ]),
    ],
  };
};

const detailOf = (status: Group, statuses: Record<Status, number>): string => {
  const absent = statuses.NOT_FOUND;
  const cancelled = statuses.CANCELLED_DECEASED + statuses.CANCELLED_OTHER;
  switch (status) {
    case 'encontrados':
      return 'tienen puesto de votación';
    case 'novedades':
      return [
        ...(absent === 0
          ? []
          : [`${formatNumber(absent)} no ${plural(absent, 'está', 'están')} en el censo`]),
        ...(cancelled === 0 ? [] : [`${formatNumber(cancelled)} con novedad en la cédula`]),
      ].join(', ');
    case 'pendientes':
      return 'en fila, o sin permiso de consulta';
    case 'errores':
      return 'sin respuesta todavía';
  }
};
