import { type ReferralCounts, type StatusFilter, statusFilters } from '../../../shared/contract/accounts.ts';

/** One filter of the list, with how many people it has. */
export interface ReferralTab {
  status: StatusFilter;
  label: string;
  count: number;
  current: boolean;
}

const labels: Record<StatusFilter, string> = {
  todos: 'Todos',
  pendientes: 'Pendientes',
  encontrados: 'Encontrados',
  novedades: 'Novedades',
  errores: 'Errores',
};

/** The filters that the reader may use: those that were counted for them. */
export const presentTabs = (counts: ReferralCounts, current: StatusFilter): ReferralTab[] =>
  statusFilters.flatMap((status) => {
    const count = counts[status];
    return count === undefined ? [] : [{ status, label: labels[status], count, current: status === current }];
  });
