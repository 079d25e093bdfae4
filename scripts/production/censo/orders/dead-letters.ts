import type { EntityManager } from '@mikro-orm/postgresql';
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
import type { DeadLetters } from '../../../../shared/contract/dead-letters.ts';
import { AppError } from '../../../../shared/errors.ts';
import { counted } from '../../../../shared/plural.ts';
import { visibleSchemas, withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { commandLine, noteOf } from './operator.ts';

/** What both services have put aside; what one of them has, for its own role. */
export const deadLetters = async (config: Config): Promise<Result> => {
  const read = { accounts: readOfAccounts, census: readOfCensus };
  const found: DeadLetters[] = [];
  for (const name of await visibleSchemas(config))
    found.push(await withDatabase(config, name, (fork) => read[name](fork(), commandLine)));
  const items = found.flatMap((one) => one.items).sort((a, b) => a.since.localeCompare(b.since));
  const total = found.reduce((sum, one) => sum + one.total, 0);
  const lines = items.map(
    ({ id, event, userId, error, tries, since }) =>
      `${id}  ${event}  persona ${userId ?? 'ninguna'}  desde ${since}  ${counted(tries, 'intento', 'intentos')}  ${error}`,
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
  const hand = {
    accounts: (fork: () => EntityManager) =>
      redriveInAccounts(fork, { actor: null, ip: 'censo', detail: note, push: config.push }, ids, now),
    census: (fork: () => EntityManager) => {
      const consumers = censusConsumers({ fork, now: () => now, after: () => {} });
      return redriveInCensus(fork, { actor: commandLine, consumers, note }, ids, now);
    },
  };
  let [handled, failed] = [0, 0];
  for (const name of await visibleSchemas(config)) {
    const result = await withDatabase(config, name, hand[name]);
    handled += result.handled;
    failed += result.failed;
  }
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
