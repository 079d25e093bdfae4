import { expect } from 'chai';
import { type Actor, type Role, roles } from '../../../shared/contract/accounts.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { isAppError } from '../../../shared/errors.ts';
import { authorize, refusal } from '../../../shared/policy/authorize.ts';

const ME = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

/** Who may do what, by hand. */
const allowed = {
  listReferred: ['USER', 'LEADER', 'COORDINATOR', 'ADMIN'],
  readReferred: ['LEADER', 'COORDINATOR', 'ADMIN'],
  summarize: ['LEADER', 'COORDINATOR', 'ADMIN'],
  exportReferred: ['USER', 'LEADER', 'COORDINATOR', 'ADMIN'],
  refreshMany: ['LEADER', 'COORDINATOR', 'ADMIN'],
  operate: ['OPERATOR', 'ADMIN'],
  redrive: ['OPERATOR', 'ADMIN'],
  viewAdministration: ['ADMIN'],
  administer: ['ADMIN'],
} as const satisfies Record<string, readonly Role[]>;
type RoleAction = keyof typeof allowed;
const actions = Object.keys(allowed) as RoleAction[];

/** What is thrown, or null when nothing is. */
const thrownBy = (work: () => void): unknown => {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
};
const lets = (work: () => void): boolean => {
  const error = thrownBy(work);
  if (error !== null && (!isAppError(error) || error.code !== 'forbidden' || error.status !== 403))
    throw error;
  return error === null;
};

describe('What is authorized', () => {
  for (const action of actions)
    it(`as ${action} is for ${allowed[action].join(', ')} only`, () => {
      const passing = roles.filter((role) => lets(() => authorize({ id: ME, role }, action)));
      expect(passing).to.deep.equal(allowed[action]);
    });

  it('as a refresh needs somebody whom the actor may ask for', () => {
    const leader: Actor = { id: ME, role: 'LEADER' };
    const referred: Subject = { userId: OTHER, referrerId: ME, coordinatorId: null };
    expect(lets(() => authorize(leader, 'refresh', referred))).to.equal(true);
    expect(lets(() => authorize({ ...leader, role: 'USER' }, 'refresh', referred))).to.equal(false);
  });

  it('is refused alike for a foreign person and a missing one', () => {
    const leader: Actor = { id: ME, role: 'LEADER' };
    const foreign: Subject = { userId: OTHER, referrerId: null, coordinatorId: null };
    const refused = thrownBy(() => authorize(leader, 'refresh', foreign));
    expect(refused).to.include({ message: refusal('refresh').message });
    expect(thrownBy(() => authorize(leader, 'refresh', null))).to.include({
      message: refusal('refresh').message,
    });
  });

  it('is refused in a sentence of its own', () => {
    const sentences = actions.map((action) => refusal(action).message);
    expect(new Set(sentences)).to.have.property('size', actions.length);
    for (const sentence of sentences) expect(sentence).to.match(/^[A-ZÁÉÍÓÚÑ].+\.$/);
  });
});
