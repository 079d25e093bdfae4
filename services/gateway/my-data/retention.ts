import type { RetentionConfig } from '../../../shared/config/config.ts';
import { counted, formatDay } from '../ui/format.ts';

const DAY_MS = 24 * 3_600_000;

/** For how long the data of whoever is here now are kept, the earliest end first; null where the portal has no term. */
export const retentionText = ({ days, until }: RetentionConfig, now: Date): string | null => {
  const unused = now.getTime() + days * DAY_MS;
  const ends = [
    ...(days === 0
      ? []
      : [
          {
            at: unused,
            text: `Si no usa su cuenta por ${counted(days, 'día', 'días')}, se borra: sería el ${dayAt(unused)}. Antes se le avisa a su celular.`,
          },
        ]),
    ...(until === undefined
      ? []
      : [
          {
            at: until.getTime(),
            text: `Los datos de todas las personas se borran el ${dayAt(until.getTime())}.`,
          },
        ]),
  ];
  if (ends.length === 0) return null;
  return ends
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text)
    .join(' ');
};

const dayAt = (ms: number): string => formatDay(new Date(ms).toISOString());
