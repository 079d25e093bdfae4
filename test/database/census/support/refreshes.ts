import { refreshOne } from '../../../../services/census/request/refresh.ts';
import type { Actor } from '../../../../shared/contract/accounts.ts';
import type { Outcome } from '../../../../shared/contract/outcome.ts';
import type { TestDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { active, actor, failed, lookupsIn } from './lookups.ts';

export const COOLDOWN_S = 30;

/** A leader, whom they referred, and refreshes that somebody asks for. */
export const refreshesIn = (database: TestDatabase) => {
  const { register, lookUp } = lookupsIn(database);
  const leader = actor('LEADER');
  const answered = async (outcome: Outcome = active): Promise<string> => {
    const userId = await register({ referrerId: leader.id });
    await lookUp(outcome);
    return userId;
  };
  return {
    leader,
    refresh: (by: Actor, userId: string, now = at(100)) =>
      refreshOne(database.fork(), { actor: by, cooldownS: COOLDOWN_S }, userId, now),
    /** Registers a person of the leader's and looks them up. @returns their id */
    answered,
    /** Answered with a failure that is not tried again by itself. */
    givenUp: () => answered(failed('captcha')),
  };
};
