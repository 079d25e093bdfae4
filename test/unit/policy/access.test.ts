import { expect } from 'chai';
import { type Role, roles } from '../../../shared/contract/accounts.ts';
import { type Status, statuses } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import {
  isFailure,
  mayAdminister,
  mayAsk,
  mayChangeRole,
  mayCompareLeaders,
  mayCoordinate,
  mayFollow,
  mayKnow,
  mayListReferred,
  mayOperate,
  mayRead,
  mayReadReferred,
  mayRefresh,
} from '../../../shared/policy/access.ts';

const ME = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const THIRD = '33333333-3333-4333-8333-333333333333';

const subjects = {
  own: { userId: ME, referrerId: THIRD, coordinatorId: null },
  referred: { userId: OTHER, referrerId: ME, coordinatorId: THIRD },
  'leader’s': { userId: OTHER, referrerId: THIRD, coordinatorId: ME },
  foreign: { userId: OTHER, referrerId: THIRD, coordinatorId: null },
  'nobody’s': { userId: OTHER, referrerId: null, coordinatorId: null },
} satisfies Record<string, Subject>;
type Whose = keyof typeof subjects;
const everybody = Object.keys(subjects) as Whose[];

/** The whole policy, by hand: whose answers each role follows, is shown, and may have refreshed in which statuses. */
const ALWAYS: readonly Status[] = statuses;
const AFTER_FAILURE: readonly Status[] = ['ERROR', 'TIMEOUT', 'BLOCKED'];
const LEADS = { own: ALWAYS, referred: ALWAYS };
const policy: Record<
  Role,
  { follows: Whose[]; reads: Whose[]; refreshes: Partial<Record<Whose, readonly Status[]>> }
> = {
  USER: { follows: ['own'], reads: ['own'], refreshes: { own: AFTER_FAILURE } },
  LEADER: { follows: ['own', 'referred'], reads: ['own', 'referred'], refreshes: LEADS },
  COORDINATOR: {
    follows: ['own', 'referred', 'leader’s'],
    reads: ['own', 'referred', 'leader’s'],
    refreshes: LEADS,
  },
  OPERATOR: { follows: ['own'], reads: ['own'], refreshes: { own: AFTER_FAILURE } },
  ADMIN: { follows: ['own', 'referred'], reads: everybody, refreshes: LEADS },
};

const rolesThat = (may: (actor: { id: string; role: Role }) => boolean): Role[] =>
  roles.filter((role) => may({ id: ME, role }));

describe('The policy of access', () => {
  for (const role of roles) {
    const actor = { id: ME, role };
    const { follows, reads, refreshes } = policy[role];

    for (const whose of everybody) {
      const subject = subjects[whose];
      it(`${reads.includes(whose) ? 'shows' : 'hides'} a ${role} the ${whose} answer`, () => {
        expect(mayRead(actor, subject)).to.equal(reads.includes(whose));
        expect(mayFollow(actor, subject), 'follows').to.equal(follows.includes(whose));
      });

      it(`lets a ${role} refresh the ${whose} answer in ${refreshes[whose]?.length ?? 0} statuses`, () => {
        const allowed = statuses.filter((status) => mayRefresh(actor, subject, status));
        expect(allowed).to.deep.equal(refreshes[whose] ?? []);
        expect(mayAsk(actor, subject), 'asks').to.equal(whose in refreshes);
      });
    }
  }

  it('tells who somebody is to those who referred them, and to who coordinates that LEADER', () => {
    const known = (role: Role) => everybody.filter((whose) => mayKnow({ id: ME, role }, subjects[whose]));
    for (const role of ['USER', 'LEADER', 'ADMIN'] as const)
      expect(known(role), role).to.deep.equal(['referred']);
    expect(known('COORDINATOR')).to.deep.equal(['referred', 'leader’s']);
    expect(known('OPERATOR')).to.deep.equal([]);
  });

  it('gives each role what it is for', () => {
    expect(rolesThat(mayListReferred)).to.deep.equal(['USER', 'LEADER', 'COORDINATOR', 'ADMIN']);
    expect(rolesThat(mayReadReferred)).to.deep.equal(['LEADER', 'COORDINATOR', 'ADMIN']);
    expect(rolesThat(mayCoordinate)).to.deep.equal(['COORDINATOR']);
    expect(rolesThat(mayCompareLeaders)).to.deep.equal(['COORDINATOR', 'ADMIN']);
    expect(rolesThat(mayOperate)).to.deep.equal(['OPERATOR', 'ADMIN']);
    expect(rolesThat(mayAdminister)).to.deep.equal(['ADMIN']);
  });

  it('lets nobody change their own role, and only ADMINs change another’s', () => {
    expect(rolesThat((actor) => mayChangeRole(actor, OTHER))).to.deep.equal(['ADMIN']);
    expect(rolesThat((actor) => mayChangeRole(actor, ME))).to.deep.equal([]);
  });

  it('knows the failures', () => {
    expect(statuses.filter(isFailure)).to.deep.equal(['ERROR', 'TIMEOUT', 'BLOCKED']);
  });
});
