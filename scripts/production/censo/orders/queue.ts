import { readLookupsState } from '../../../../services/census/read/lookups-state.ts';
import { pause, probe, resume } from '../../../../services/census/steer/operations.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { reasonRule } from '../../../../shared/contract/action.ts';
import type { LookupsState } from '../../../../shared/contract/lookups.ts';
import { AppError } from '../../../../shared/errors.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { commandLine, noteOf } from './operator.ts';

/** The state of all lookups; also when no service runs. */
export const queueStatus = (config: Config, now: Date): Promise<Result> =>
  withDatabase(config, 'census', async (fork) => {
    const state = await readLookupsState(fork(), commandLine, config.spacingMs, now);
    return { lines: linesOf(state), data: { lookups: state } };
  });

const linesOf = ({ hold, pause: paused, queue, lanes, workers, statuses }: LookupsState): string[] => [
  paused === null
    ? `Consultas: ${hold === null ? 'en marcha' : `detenidas (${hold.reason})`}`
    : `Consultas: en pausa desde ${paused.since}. ${paused.reason}`,
  `En curso: ${queue.running}. En la fila: de personas ${queue.person}, pedidas ${queue.single}, masivas ${queue.bulk}, programadas ${queue.scheduled}, más tarde ${queue.later}`,
  ...lanes.map(
    ({ name, circuit, reason, openUntil }) =>
      `Salida ${name}: ${circuit}${openUntil === null ? '' : ` hasta ${openUntil} (${reason})`}`,
  ),
  `Consultores: ${workers.length === 0 ? 'ninguno' : workers.map(({ name }) => name).join(', ')}`,
  `Registros: ${Object.entries(statuses)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${status} ${count}`)
    .join(', ')}`,
];

/** Stops all lookups. */
export const queuePause = (
  config: Config,
  { por, motivo }: { por: string; motivo: string },
  now: Date,
): Promise<Result> => {
  const note = noteOf(por);
  const reason = reasonRule.safeParse(motivo);
  if (!reason.success)
    throw new AppError('validation', 'Revise el motivo.', {
      fields: { motivo: reason.error.issues[0]?.message ?? '' },
    });
  return operate(config, 'Las consultas quedaron en pausa. Las que están en curso terminan.', (fork) =>
    pause(fork(), commandLine, `${reason.data} (${note})`, now),
  );
};

/** Lets lookups go on. */
export const queueResume = (config: Config, { por }: { por: string }, now: Date): Promise<Result> => {
  const note = noteOf(por);
  return operate(config, 'Las consultas siguen.', (fork) => resume(fork(), commandLine, now, note));
};

/** Lets the next lookup try every lane that is stopped. */
export const queueProbe = (config: Config, { por }: { por: string }, now: Date): Promise<Result> => {
  const note = noteOf(por);
  return operate(config, 'La próxima consulta de la fila sale como prueba.', (fork) =>
    probe(fork(), commandLine, now, note),
  );
};

const operate = (
  config: Config,
  line: string,
  work: Parameters<typeof withDatabase<void>>[2],
): Promise<Result> =>
  withDatabase(config, 'census', async (fork) => {
    await work(fork);
    return { lines: [line], data: {} };
  });
