import {
  readDeadLetters as readOfAccounts,
  redriveDeadLetters as redriveInAccounts,
} from '../../../../services/accounts/events/dead-letters.ts';
import { censusConsumers } from '../../../../services/census/events/consumers.ts';
import {
  readDeadLetters as readOfCensus,
  redriveDeadLetters as redriveInCensus,
} from '../../../../services/census/events/dead-letters.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { AppError } from '../../../../shared/errors.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { commandLine, noteOf } from './operator.ts';

/** What both services have put aside. */
export const deadLetters = async (config: Config): Promise<Result> => {
  const accounts = await withDatabase(config, 'accounts', (fork) => readOfAccounts(fork(), commandLine));
  const census = await withDatabase(config, 'census', (fork) => readOfCensus(fork(), commandLine));
  const items = [...accounts.items, ...census.items].sort((a, b) => a.since.localeCompare(b.since));
  const total = accounts.total + census.total;
  const lines = items.map(
    ({ id, event, userId, error, tries, since }) =>
      `${id}  ${event}  persona ${userId ?? 'ninguna'}  desde ${since}  ${tries} intentos  ${error}`,
  );
  return {
    lines: total === 0 ? ['No hay eventos apartados.'] : [`Eventos apartados: ${total}`, ...lines],
    data: { total, items },
  };
};

/** Handles dead letters once more, in this process; running services publish and look up what comes of it. */
export const redrive = async (
  config: Config,
  given: readonly string[],
  { por, todos = false }: { por: string; todos?: boolean },
  now: Date,
): Promise<Result> => {
  if (todos === given.length > 0) {
    throw new AppError('validation', 'Indique los identificadores de los eventos, o --todos.');
  }
  const ids = todos ? 'all' : given;
  const note = noteOf(por);
  const inAccounts = await withDatabase(config, 'accounts', (fork) =>
    redriveInAccounts(fork, { actor: null, ip: 'censo', detail: note }, ids, now),
  );
  const inCensus = await withDatabase(config, 'census', (fork) => {
    const consumers = censusConsumers({ fork, now: () => now, after: () => {} });
    return redriveInCensus(fork, { actor: commandLine, consumers, note }, ids, now);
  });
  const handled = inAccounts.handled + inCensus.handled;
  const failed = inAccounts.failed + inCensus.failed;
  if (!todos && handled + failed < given.length) {
    const missing = given.length - handled - failed;
    return {
      ok: false,
      lines: [`Entregados: ${handled}. Fallaron de nuevo: ${failed}. No están apartados: ${missing}.`],
      data: { handled, failed, missing },
    };
  }
  const lines = [`Entregados: ${handled}. Fallaron de nuevo: ${failed}.`];
  return { ok: failed === 0, lines, data: { handled, failed } };
};
