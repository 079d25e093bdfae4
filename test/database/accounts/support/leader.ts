import { copyStatuses } from '../../../../services/accounts/catch-up/copy-statuses.ts';
import { listReferrals } from '../../../../services/accounts/referrals/referrals.ts';
import type { UserRow } from '../../../../services/accounts/store/entities.ts';
import type { NewUser } from '../../../../services/accounts/users/new-user.ts';
import type { ActionParams } from '../../../../shared/contract/actions.ts';
import type { TestDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { actorOf, createPerson, ip } from './people.ts';
import { anyText } from './policy.ts';

type ListParams = ActionParams<'accounts.referrals'>;

export interface Leading {
  /** Stored anew before each test. */
  leader: Readonly<Pick<UserRow, 'id' | 'role'>>;
  /** Stores a person whom the leader referred, so many seconds after the start. */
  refer(given?: Partial<NewUser>, seconds?: number): Promise<UserRow>;
  /** The leader's list as it is `now`. */
  list(given?: Partial<ListParams>): ReturnType<typeof listReferrals>;
}

/** A leader before each test, whom they refer, and the list of these. */
export const useLeader = (database: TestDatabase, now: Date): Leading => {
  let stored: UserRow;
  beforeEach(async () => {
    stored = await createPerson(database.fork(), { role: 'LEADER', nombreCompleto: 'Lidia Líder' });
  });
  const leader: Leading['leader'] = {
    role: 'LEADER',
    get id() {
      return stored.id;
    },
  };
  return {
    leader,
    refer: (given = {}, seconds = 0) =>
      createPerson(database.fork(), { referrerId: leader.id, ...given }, at(seconds)),
    list(given = {}) {
      const params = { actor: actorOf(leader), status: 'todos', q: '', sort: 'recent', limit: 25 } as const;
      return listReferrals(database.fork(), anyText, { ...params, counts: false, ip, ...given }, now);
    },
  };
};

/** Stores Ana Uno and Luz Tres, who are answered, and Ana Dos, whose lookup failed, as people whom a leader referred. */
export const referThree = async (database: TestDatabase, leaderId: string): Promise<void> => {
  for (const [nombreCompleto, status] of [
    ['Ana Uno', 'ACTIVE'],
    ['Ana Dos', 'ERROR'],
    ['Luz Tres', 'ACTIVE'],
  ] as const) {
    const { id } = await createPerson(database.fork(), { nombreCompleto, referrerId: leaderId });
    await copyStatuses(database.fork(), [{ userId: id, referrerId: leaderId, status, version: 1 }]);
  }
};
