import type { LedGroup } from '../../../shared/contract/accounts.ts';
import { listAddress } from '../filter/query.ts';
import { roleName } from '../people/roles.ts';
import { counted, formatNumber, formatShare } from '../ui/format.ts';

/** One number with the list behind it; null where the reader may not see that list. */
interface Linked {
  text: string;
  url: string | null;
}

/** How one leader does. */
interface LeaderRow {
  name: string;
  url: string;
  /** Said where it is not the same for all. */
  role: string | null;
  all: Linked;
  groups: Linked[];
  goal: Linked;
  isReached: boolean;
}

/** Every leader whom the reader may compare, in one table. */
export interface LeaderTable {
  title: string;
  /** How many they are, and how many people they have together. */
  summary: string;
  rows: LeaderRow[];
}

/** So many are shown; who has more narrows by name in the list of users. */
export const LEADERS_SHOWN = 100;

const groups = ['encontrados', 'novedades', 'pendientes', 'errores'] as const;

/** @param administers they see everybody's numbers, and of whom they did not refer no list */
export const presentLeaders = (
  { items, total }: { items: readonly LedGroup[]; total: number },
  administers: boolean,
): LeaderTable => {
  const people = items.reduce((sum, { counts }) => sum + counts.todos, 0);
  const more =
    total > items.length
      ? `Los ${formatNumber(items.length)} con más personas, de ${formatNumber(total)}. `
      : '';
  return {
    title: administers ? 'Todos los líderes' : 'Sus líderes',
    summary: `${more}${counted(items.length, 'líder', 'líderes')}, ${counted(people, 'persona', 'personas')}.`,
    rows: items.map((leader) => rowOf(leader, administers)),
  };
};

const rowOf = (
  { id, nombreCompleto, role, referralGoal, counts }: LedGroup,
  administers: boolean,
): LeaderRow => {
  const linked = (text: string, url: string): Linked => ({ text, url: administers ? null : url });
  const list = (status: (typeof groups)[number] | 'todos') =>
    linked(formatNumber(counts[status]), listAddress({ leaderId: id, status }));
  return {
    name: nombreCompleto,
    url: administers ? `/admin/usuarios/${id}/` : listAddress({ leaderId: id }),
    role: administers ? roleName(role) : null,
    all: list('todos'),
    groups: groups.map(list),
    goal: linked(formatShare(counts.todos, referralGoal), `/resumen/?lider=${id}`),
    isReached: counts.todos >= referralGoal,
  };
};
