import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { PersonChange } from '../../../shared/contract/changes.ts';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { isAway } from '../../../shared/persistence/away.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { endWithRole } from '../canary/consent.ts';
import { correctRecord } from '../consent/correct-record.ts';
import { noteConsent } from '../consent/note-consent.ts';
import type { After } from '../effects.ts';
import { erasePerson } from '../erasure/erase-person.ts';
import { type Removal, stillKnown } from '../erasure/still-known.ts';
import { noteRole } from '../store/leaders.ts';
import { createRecord, renewVersion } from '../store/records.ts';

export type Person = Extract<PersonChange, { kind: 'person' }>;

/** What the census does not know of a person, though it should. */
interface Missed {
  person: Person;
  record: boolean;
  role: boolean;
  /** They do not allow any more that there is one, or that whoever invited them sees it; or they allow it again. */
  consent: boolean;
  /** Accounts was told of a newer version than there is: an older state of the census was restored. */
  version: boolean;
  /** It has another cédula or referrer than accounts, which knows better. */
  correction: boolean;
}

/** What was found by looking although an event should have told it. Of a removal there is none. */
export type Found = 'record' | 'role' | 'consent' | 'version' | 'correction';

interface ApplyOptions {
  fork: () => EntityManager;
  now: () => Date;
  after: After;
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
  const removed = items.filter((item): item is Removal => item.kind === 'removed');
  for (const { userId, changedAt, erased } of await stillKnown(fork(), removed))
    await each(userId, () => erasePerson(fork, { userId, erasedAt: changedAt, ...erased }, now()));
};

const catchUpWith = async (
  { fork, now, after, found }: ApplyOptions,
  { person, record, role, consent, version, correction }: Missed,
): Promise<void> => {
  if (role) {
    // First: the record's event says who coordinates.
    await noteRole(fork(), person);
    await endWithRole(fork(), person);
    found('role', person);
  }
  if (record && person.registered !== null) {
    const { userId, referrerId, censusVersion } = person;
    const event = { userId, referrerId, ...person.registered };
    if (!(await createRecord(fork(), event, now(), censusVersion))) return;
    after(['publish', 'wake']);
    found('record', person);
    // What counts since they allowed the lookup.
    await noteConsent(fork(), decisionOf(person), now());
  }
  if (consent) {
    await noteConsent(fork(), decisionOf(person), now());
    after(['publish', 'feed']);
    found('consent', person);
  }
  if (correction && person.registered !== null) {
    const { userId, referrerId, registered, changedAt } = person;
    const told = { userId, referrerId, cedula: registered.cedula, correctedAt: changedAt };
    after((await correctRecord(fork(), told, now())) ? ['publish', 'wake'] : ['publish']);
    found('correction', person);
  }
  if (version && (await renewVersion(fork(), person.userId, person.censusVersion, now())))
    found('version', person);
};

/** What they decided last, as its event has it. */
const decisionOf = (person: Person): DurableEvents['user.consent_changed'] => {
  const { userId, referrerId, registered, decidedAt, asking = false } = person;
  const allowed = { lookup: registered !== null, sharing: referrerId !== null, asking };
  // As an event has it: the clock of the database may be another.
  return { userId, referrerId, coordinatorId: null, ...allowed, changedAt: decidedAt ?? person.changedAt };
};

/** Compares a page of people with what the census has of them. */
const missedOf = async (em: EntityManager, people: readonly Person[]): Promise<Missed[]> => {
  if (people.length === 0) return [];
  const told = people.map(({ userId, referrerId, role, changedAt, registered, censusVersion, asking }) => ({
    ...{ userId, referrerId, role, changedAt, censusVersion },
    wanted: registered !== null,
    cedula: registered?.cedula ?? null,
    asking: asking === true,
  }));
  const rows = await readRows(
    em,
    z.object({
      userId: id,
      record: z.boolean(),
      role: z.boolean(),
      consent: z.boolean(),
      version: z.boolean(),
      correction: z.boolean(),
    }),
    `select * from (
       select "told"."userId",
         "told"."wanted" and "r"."user_id" is null as "record",
         "r"."user_id" is not null
           and (not "told"."wanted" and not "told"."asking" or "r"."suspended" = "told"."wanted"
             or ("r"."referrer_id" is null) <> ("told"."referrerId" is null)) as "consent",
         coalesce("told"."wanted" and ("r"."cedula" <> "told"."cedula" or "r"."referrer_id" <> "told"."referrerId"
             or "r"."referrer_id" is null and "told"."referrerId" is not null and "r"."corrected_at" is not null)
           and coalesce("r"."corrected_at" <= "told"."changedAt", true), false) as "correction",
         coalesce("r"."version" < "told"."censusVersion", false) as "version",
         ("l"."user_id" is null and "told"."role" <> 'USER')
           or coalesce("l"."as_of" <= "told"."changedAt" and ("l"."leads" <> ("told"."role" = 'LEADER')
             or "l"."referrer_id" is distinct from "told"."referrerId"), false)
           or coalesce("b"."requested_as" <> "told"."role", false)
           or coalesce("c"."granted_at" <= "told"."changedAt" and "told"."role" not in ('ADMIN', 'OPERATOR'), false) as "role"
       from jsonb_to_recordset(?::jsonb) as "told" ("userId" uuid, "referrerId" uuid, "role" text,
         "changedAt" timestamptz, "censusVersion" integer, "wanted" boolean, "cedula" text, "asking" boolean)
       left join "census"."records" "r" on "r"."user_id" = "told"."userId"
       left join "census"."leaders" "l" on "l"."user_id" = "told"."userId"
       left join "census"."canaries" "c" on "c"."user_id" = "told"."userId" and "c"."ended_at" is null
       left join "census"."batches" "b" on "b"."requested_by" = "told"."userId" and "b"."finished_at" is null
     ) "compared" where "record" or "version" or "role" or "consent" or "correction"`,
    [JSON.stringify(told)],
  );
  const byId = new Map(people.map((person) => [person.userId, person]));
  return rows.flatMap(({ userId, ...missed }) => {
    const person = byId.get(userId);
    return person === undefined ? [] : [{ person, ...missed }];
  });
};
