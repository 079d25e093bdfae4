import type { EntityManager } from '@mikro-orm/postgresql';
import type { PersonChange } from '../../../shared/contract/changes.ts';
import { isAway } from '../../../shared/persistence/away.ts';
import { noteBatchRole } from '../batches/role.ts';
import { noteRole } from '../leaders/leaders.ts';
import { createRecord } from '../record/create-record.ts';
import { removeRecord } from '../record/remove-record.ts';
import { renewVersion } from '../record/renew-version.ts';
import { type Missed, missedOf, type Person } from './missed.ts';

/** What was found by looking although an event should have told it. Of a removal there is none. */
export type Found = 'record' | 'role' | 'version';

interface ApplyOptions {
  fork: () => EntityManager;
  now: () => Date;
  /** A record was made, is committed, and is due. */
  due(): void;
  found(kind: Found, person: Person): void;
  /** What is known of a person cannot be stored. */
  failed(userId: string, error: unknown): void;
}

/**
 * Does for a page of people what their events would have done, where those never came. One of them for whom that fails does not
 * hold up the others; it is tried again in the next rounds.
 *
 * @throws the driver's error when the database is away
 */
export const applyPeople = async (options: ApplyOptions, items: readonly PersonChange[]): Promise<void> => {
  const { fork, now, failed } = options;
  const each = async (userId: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (isAway(error)) throw error;
      failed(userId, error);
    }
  };
  const people = items.filter((item): item is Person => item.kind === 'person');
  for (const missed of await missedOf(fork(), people))
    await each(missed.person.userId, () => catchUpWith(options, missed));
  for (const { kind, userId } of items)
    if (kind === 'removed') await each(userId, () => removeRecord(fork(), userId, now()));
};

const catchUpWith = async (
  { fork, now, due, found }: ApplyOptions,
  { person, record, role, version }: Missed,
): Promise<void> => {
  if (role) {
    // First: the record's event says who coordinates.
    await noteRole(fork(), person);
    await noteBatchRole(fork(), person);
    found('role', person);
  }
  if (record && person.registered !== null) {
    const { userId, referrerId, censusVersion } = person;
    const event = { userId, referrerId, ...person.registered };
    if (!(await createRecord(fork(), event, now(), censusVersion + 1))) return;
    due();
    found('record', person);
  }
  if (version && (await renewVersion(fork(), person.userId, person.censusVersion, now())))
    found('version', person);
};
