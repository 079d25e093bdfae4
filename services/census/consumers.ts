import type { EntityManager } from '@mikro-orm/postgresql';
import type { Consumers } from '../../shared/durable/redrive.ts';
import { noteBatchRole } from './batches/role.ts';
import { createRecord } from './store/create-record.ts';
import { noteRole } from './store/leaders.ts';

interface ConsumersOptions {
  fork: () => EntityManager;
  now: () => Date;
  /** A record was made, is committed, and is due. */
  due: () => void;
}

/** The events that this service consumes, and what it does with each. */
export const censusConsumers = ({ fork, now, due }: ConsumersOptions) =>
  ({
    'user.registered': async (event) => {
      if (await createRecord(fork(), event, now())) due();
    },
    'user.role_changed': async (event) => {
      await noteRole(fork(), event);
      await noteBatchRole(fork(), event);
    },
  }) satisfies Consumers;
