import type { CircuitPolicy } from '../../../../services/census/circuit/circuit.ts';
import { completeLease, type Reception } from '../../../../services/census/work/complete.ts';
import { refundOwed } from '../../../../services/census/work/refund.ts';
import type { Outcome } from '../../../../shared/contract/outcome.ts';
import type { TestDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { failed, lookupsIn, policy } from './lookups.ts';

const OUTAGE: CircuitPolicy = {
  ...{ threshold: 5, openS: 900, maxOpenS: 21_600 },
  ...{ people: 3, outageOpenS: 60, outageMaxOpenS: 300 },
};

export const DOWN = failed('timeout');

/** The short words in which the tests of outages tell their stories; moments are seconds after the start. */
export const outagesIn = (database: TestDatabase) => {
  const { register, take } = lookupsIn(database);
  const words = {
    report: (leaseId: string, outcome: Outcome, seconds: number, maxAttempts = 3): Promise<Reception> =>
      completeLease(
        database.fork(),
        { leaseId, outcome, source: 'consultacenso', evidence: null },
        {
          policy: { ...policy, maxAttempts },
          circuit: OUTAGE,
          retryWindow: (at) => at,
          now: at(seconds),
          random: 0,
        },
      ),
    /** The next one who is due is looked up, and it ends so. @returns who it was */
    async look(outcome: Outcome, seconds: number, maxAttempts = 3): Promise<string> {
      const { leaseId, userId } = await take(at(seconds));
      await words.report(leaseId, outcome, seconds, maxAttempts);
      return userId;
    },
    /** Three lookups in a row fail, one a second. */
    async goDown(seconds: number): Promise<void> {
      for (let n = 0; n < 3; n += 1) await words.look(DOWN, seconds + n);
    },
    giveBack: (seconds: number): Promise<number> => refundOwed(() => database.fork(), at(seconds)),
    /** So many people, who come one second after the other. */
    async people(count: number): Promise<string[]> {
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) ids.push(await register({}, at(n)));
      return ids;
    },
  };
  return words;
};
