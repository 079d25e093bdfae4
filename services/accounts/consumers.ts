import type { EntityManager } from '@mikro-orm/postgresql';
import type { Consumers } from '../../shared/durable/redrive.ts';
import { copyCensusStatus } from './users/census-status.ts';

/** The events that this service consumes, and what it does with each. */
export const accountsConsumers = (fork: () => EntityManager) =>
  ({
    'census.updated': (event) => copyCensusStatus(fork(), event),
  }) satisfies Consumers;
