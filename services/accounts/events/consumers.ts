import type { EntityManager } from '@mikro-orm/postgresql';
import type { Consumers } from '../../../shared/durable/redrive.ts';
import { copyStatuses } from '../catch-up/copy-statuses.ts';

/** The events that this service consumes, and what it does with each. */
export const accountsConsumers = (fork: () => EntityManager) =>
  ({
    'census.updated': async (event) => {
      await copyStatuses(fork(), [event]);
    },
  }) satisfies Consumers;
