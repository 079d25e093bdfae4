import { expect } from 'chai';
import { type Role, roles } from '../../../shared/contract/accounts.ts';
import { type Status, statuses } from '../../../shared/contract/census.ts';
import {
  isFailure,
  mayRead,
  mayReadReferred,
  mayRefresh,
  type Subject,
} from '../../../shared/policy/census-policy.ts';

const ME = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const THIRD = '33333333-3333-4333-8333-333333333333';

const subjects = {
  own: { userId: ME, referrerId: THIRD },
  referred: { userId: OTHER, referrerId: ME },
  foreign: { userId: OTHER, referrerId: THIRD },
  'nobody’s': { userId: OTHER, referrerId: null },
} satisfies Record<string, Subject>;
type Whose = keyof typeof subjects;

/** Whose answers each role may read, and in which statuses refresh: the whole policy, by hand. */
const ALWAYS: readonly Status[] = statuses;
const AFTER_FAILURE: readonly Status[] = ['ERROR', 'TIMEOUT', 'BLOCKED'];
const policy: Record<Role, Partial<Record<Whose, readonly Status[]>>> = {
  USER: { own: AFTER_FAILURE },
  LEADER: { own: ALWAYS, referred: ALWAYS },
  ADMIN: { own: ALWAYS, referred: ALWAYS },
};

describe('The census policy', () => {
  for (const role of roles) {
    for (const [whose, subject] of Object.entries(subjects)) {
      const refreshable = policy[role][whose as Whose];
      const actor = { id: ME, role };

      it(`${refreshable === undefined ? 'hides' : 'shows'} a ${role} the ${whose} answer`, () => {
        expect(mayRead(actor, subject)).to.equal(refreshable !== undefined);
      });

      it(`lets a ${role} refresh the ${whose} answer in ${refreshable?.length ?? 0} statuses`, () => {
        const allowed = statuses.filter((status) => mayRefresh(actor, subject, status));
        expect(allowed).to.deep.equal(refreshable ?? []);
      });
    }
  }

  it('shows the answers of the referred to leaders and admins only', () => {
    expect(roles.filter((role) => mayReadReferred({ id: ME, role }))).to.deep.equal(['LEADER', 'ADMIN']);
  });

  it('knows the failures', () => {
    expect(statuses.filter(isFailure)).to.deep.equal(['ERROR', 'TIMEOUT', 'BLOCKED']);
  });
});
