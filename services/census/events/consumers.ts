import type { EntityManager } from '@mikro-orm/postgresql';
import type { Consumers } from '../../../shared/durable/redrive.ts';
import { endWithRole } from '../canary/consent.ts';
import { correctRecord } from '../consent/correct-record.ts';
import { noteConsent } from '../consent/note-consent.ts';
import type { After } from '../effects.ts';
import { erasePerson } from '../erasure/erase-person.ts';
import { noteRole } from '../store/leaders.ts';
import { createRecord } from '../store/records.ts';
import { noteTrace } from '../store/traces.ts';

interface ConsumersOptions {
  fork: () => EntityManager;
  now: () => Date;
  after: After;
}

/** The events that this service consumes, and what it does with each. */
export const censusConsumers = ({ fork, now, after }: ConsumersOptions) =>
  ({
    'user.registered': async (event) => {
      if (!(await createRecord(fork(), event, now()))) return;
      await noteTrace(fork(), event.userId);
      after(['publish', 'wake']);
    },
    'user.corrected': async (event) => {
      after(['publish']);
      if (await correctRecord(fork(), event, now())) after(['wake']);
    },
    'user.role_changed': async (event) => {
      await noteRole(fork(), event);
      await endWithRole(fork(), event);
    },
    'user.consent_changed': async (event) => {
      await noteConsent(fork(), event, now());
      after(['publish', 'feed']);
    },
    'user.erased': async (event) => {
      await erasePerson(fork, event, now());
      after(['publish', 'feed']);
    },
  }) satisfies Consumers;
