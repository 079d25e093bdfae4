import type { LookupsState } from '../../../shared/contract/lookups.ts';
import { formatDuration, formatMoment } from '../ui/format.ts';
import { reasons, sentence, troubles } from './words.ts';

/** People wait longer than this only when something is wrong, or there are very many. */
const LONG_MS = 30 * 60_000;

/** What needs somebody who operates, a sentence each; none when all is well. */
export const needsOf = ({ lanes, workers, queue, pause }: LookupsState, now: Date): string[] => {
  const waitsMs = queue.oldestDueAt === null ? 0 : now.getTime() - Date.parse(queue.oldestDueAt);
  return [
    ...lanes
      .filter(({ circuit }) => circuit !== 'closed')
      .map(({ name, since, reason }) => {
        const when = since === null ? '' : ` desde ${formatMoment(since, now)}`;
        return sentence(
          `La salida ${name} está detenida${when}${reason === null ? '' : `: ${reasons[reason]}`}`,
        );
      }),
    ...(workers.length === 0 ? ['No hay consultores en marcha.'] : []),
    ...workers.flatMap(({ name, trouble }) =>
      trouble === null ? [] : [`El consultor ${name} está ${troubles[trouble]}.`],
    ),
    ...(waitsMs > LONG_MS && pause === null
      ? [`La consulta más antigua espera desde hace ${formatDuration(waitsMs)}.`]
      : []),
  ];
};
