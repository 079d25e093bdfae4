import type { EntityManager } from '@mikro-orm/postgresql';
import type { PersonChange } from '../../../shared/contract/changes.ts';

export type Person = Extract<PersonChange, { kind: 'person' }>;

/** What the census does not know of a person, though it should. */
export interface Missed {
  person: Person;
  record: boolean;
  role: boolean;
  /** Accounts was told of a newer version than there is: an older state of the census was restored. */
  version: boolean;
}

/** Compares a page of people with what the census has of them. */
export const missedOf = async (em: EntityManager, people: readonly Person[]): Promise<Missed[]> => {
  if (people.length === 0) return [];
  const told = people.map(({ userId, referrerId, role, changedAt, registered, censusVersion }) => ({
    ...{ userId, referrerId, role, changedAt, censusVersion },
    wanted: registered !== null,
  }));
  const rows = await em.execute<{ userId: string; record: boolean; role: boolean; version: boolean }[]>(
    `select * from (
       select "told"."userId",
         "told"."wanted" and "r"."user_id" is null as "record",
         coalesce("r"."version" < "told"."censusVersion", false) as "version",
         ("l"."user_id" is null and "told"."role" <> 'USER')
           or coalesce("l"."as_of" <= "told"."changedAt" and ("l"."leads" <> ("told"."role" = 'LEADER')
             or "l"."referrer_id" is distinct from "told"."referrerId"), false)
           or coalesce("b"."requested_as" <> "told"."role", false) as "role"
       from jsonb_to_recordset(?::jsonb) as "told" ("userId" uuid, "referrerId" uuid, "role" text,
         "changedAt" timestamptz, "censusVersion" integer, "wanted" boolean)
       left join "census"."records" "r" on "r"."user_id" = "told"."userId"
       left join "census"."leaders" "l" on "l"."user_id" = "told"."userId"
       left join "census"."batches" "b" on "b"."requested_by" = "told"."userId" and "b"."finished_at" is null
     ) "compared" where "record" or "version" or "role"`,
    [JSON.stringify(told)],
  );
  const byId = new Map(people.map((person) => [person.userId, person]));
  return rows.flatMap(({ userId, ...missed }) => {
    const person = byId.get(userId);
    return person === undefined ? [] : [{ person, ...missed }];
  });
};
