import type { EntityManager } from '@mikro-orm/postgresql';
import type { Consumers } from '../../../shared/durable/redrive.ts';
import { hearChanges } from '../catch-up/hear-changes.ts';
import type { PushSettings } from '../push/settings.ts';

/** The events that this service consumes, and what it does with each. */
export const accountsConsumers = (fork: () => EntityManager, push: Pick<PushSettings, 'personDay'>) =>
  ({
    'census.updated': async (event) => {
      await hearChanges(fork(), [event], push, new Date());
    },
  }) satisfies Consumers;
