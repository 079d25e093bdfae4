import type { ElectionConfig } from '../../../shared/config/config.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { counted, dayAndYearOf } from './format.ts';

/** The election that everybody comes for, as pages say it. */
export interface Election {
  name: string;
  /** "domingo, 8 de marzo de 2026" */
  day: string;
  /** "Faltan 12 días"; null once it was. */
  until: string | null;
}

const DAY_MS = 24 * 3_600_000;

/** Null where the operator names none. Its day is Colombia's. */
export const presentElection = (election: ElectionConfig | undefined, now: Date): Election | null => {
  if (election === undefined) return null;
  const { name, day } = election;
  const days = Math.round((Date.parse(day) - Date.parse(bogotaDayOf(now))) / DAY_MS);
  return { name, day: dayAndYearOf(day), until: days < 0 ? null : untilWords(days) };
};

const untilWords = (days: number): string => {
  if (days === 0) return 'Es hoy';
  if (days === 1) return 'Es mañana';
  return `Faltan ${counted(days, 'día', 'días')}`;
};
