import type { EntityManager } from '@mikro-orm/postgresql';
import type { PersonChange } from '../../../shared/contract/changes.ts';
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
}

/** Does for a page of people what their events would have done, where those never came. */
export const applyPeople = async (options: ApplyOptions, items: readonly PersonChange[]): Promise<void> => {
  const { fork, now } = options;
  const people = items.filter((item): item is Person => item.kind === 'person');
  for (const missed of await missedOf(fork(), people)) await catchUpWith(options, missed);
  for (const item of items) if (item.kind === 'removed') await removeRecord(fork(), item.userId, now());
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
