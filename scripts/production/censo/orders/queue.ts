import { nameStaff } from '../../../../services/accounts/administration/staff.ts';
import { readLookupsState } from '../../../../services/census/read/lookups-state.ts';
import { pause, probe, resume } from '../../../../services/census/steer/operations.ts';
import { lookOf } from '../../../../services/gateway/answer/card.ts';
import { type LookupsCard, presentLookups } from '../../../../services/gateway/lookups/lookups-view.ts';
import type { Staff } from '../../../../services/gateway/lookups/words.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { reasonRule } from '../../../../shared/contract/action.ts';
import type { Status } from '../../../../shared/contract/census.ts';
import type { LookupsState } from '../../../../shared/contract/lookups.ts';
import { AppError } from '../../../../shared/errors.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { commandLine, noteOf } from './operator.ts';

/** The state of all lookups, in the words of the operators' page; also when no service runs. */
export const queueStatus = async (config: Config, now: Date): Promise<Result> => {
  const state = await withDatabase(config, 'census', (fork) =>
    readLookupsState(fork(), commandLine, config.spacingMs, now),
  );
  const staff = await namesOfStaff(config, state);
  return { lines: linesOf(presentLookups(state, staff, now), state.statuses), data: { lookups: state } };
};

/** A role that reads the census alone, as in its pod, knows nobody's name. */
const namesOfStaff = async (config: Config, { operations, pause: paused }: LookupsState): Promise<Staff> => {
  const ids = new Set([...operations, ...(paused === null ? [] : [paused])].map(({ by }) => by));
  ids.delete(commandLine.id);
  if (ids.size === 0) return new Map();
  const people = await withDatabase(config, 'accounts', (fork) =>
    nameStaff(fork(), { actor: commandLine, userIds: [...ids] }),
  ).catch(() => [...ids].map((id) => ({ id, nombreCompleto: `la cuenta ${id}` })));
  return new Map(people.map(({ id, nombreCompleto }) => [id, nombreCompleto]));
};

const SHOWN = 5;

const linesOf = (lookups: LookupsCard, statuses: LookupsState['statuses']): string[] => {
  const listed = (title: string, lines: readonly { label: string; value: string }[]) =>
    lines.map(({ label, value }) => `${title} ${label}: ${value}`);
  const inLine = (lines: readonly { label: string; value: string }[]) =>
    lines.map(({ label, value }) => `${label}: ${value}`).join('. ');
  const counts = Object.entries(statuses).filter(([, count]) => count > 0);
  return [
    `${lookups.title}. ${lookups.why}`,
    lookups.empties,
    `Fila: ${inLine(lookups.queue)}`,
    `Ritmo: ${inLine(lookups.pace)}`,
    ...listed('Salida', lookups.lanes),
    ...(lookups.workers.length === 0
      ? ['No hay consultores en marcha.']
      : listed('Consultor', lookups.workers)),
    `La última hora: ${lookups.lastHour.legend?.map(({ text }) => text).join(', ') || 'nadie'}`,
    `Registros: ${counts.map(([status, count]) => `${lookOf(status as Status).short} ${count}`).join(', ') || 'ninguno'}`,
    ...lookups.operations
      .slice(0, SHOWN)
      .map(({ at, what, who, detail }) => `${what} ${at} · ${who}${detail === '' ? '' : `. ${detail}`}`),
  ];
};

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
