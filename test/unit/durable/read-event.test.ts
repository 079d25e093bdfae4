import { expect } from 'chai';
import { type DurableEventName, durableEvents } from '../../../shared/contract/events.ts';
import { readEvent } from '../../../shared/durable/read-event.ts';

const USER_ID = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
const WHEN = '2026-11-25T12:00:00.000Z';

const sound: { [N in DurableEventName]: object } = {
  'user.registered': { userId: USER_ID, cedula: '1032456789', referrerId: null, registeredAt: WHEN },
  'user.role_changed': { userId: USER_ID, referrerId: USER_ID, role: 'LEADER', changedAt: WHEN },
  'user.corrected': { userId: USER_ID, cedula: '1032456789', referrerId: null, correctedAt: WHEN },
  'user.consent_changed': {
    ...{ userId: USER_ID, referrerId: null, coordinatorId: null },
    ...{ lookup: true, sharing: false, changedAt: WHEN },
  },
  'user.erased': { userId: USER_ID, erasedAt: WHEN },
  'census.updated': { userId: USER_ID, referrerId: null, status: 'ACTIVE', version: 3 },
};
/** What somebody might publish under a field's name; none of it is what any field has. */
const hostile = [
  undefined,
  true,
  {},
  [],
  -1,
  1.5,
  2 ** 31,
  '',
  `${USER_ID}'; drop table users`,
  '1032456789 ',
];

const codeOf = (name: DurableEventName, payload: unknown): unknown => {
  try {
    readEvent(name, payload);
    return null;
  } catch (error) {
    expect(error).to.have.property('name', 'BrokenEvent');
    expect(String(error)).not.to.include('1032456789').and.not.include('drop');
    return (error as { code?: unknown }).code;
  }
};

describe('An event', () => {
  for (const [name, payload] of Object.entries(sound) as [DurableEventName, object][]) {
    it(`of ${name} is what its rule says, without what a newer release adds`, () => {
      expect(readEvent(name, { ...payload, later: 'más' })).to.deep.equal(payload);
    });

    for (const [field, given] of Object.entries(payload))
      it(`of ${name} is refused with anything else as its ${field}, and its refusal says no more than that`, () => {
        for (const value of hostile.filter((other) => typeof given !== 'boolean' || other !== true))
          expect(codeOf(name, { ...payload, [field]: value }), String(value)).to.equal(field);
      });

    it(`of ${name} is refused when it is no object at all`, () => {
      for (const value of [null, undefined, 'x', 7, [payload]])
        expect(codeOf(name, value)).to.equal('payload');
    });
  }

  it('has a rule under each of its names, and says all that is wrong', () => {
    expect(Object.keys(durableEvents)).to.have.members(Object.keys(sound));
    expect(codeOf('user.registered', {})).to.equal('userId.cedula.referrerId.registeredAt');
  });
});
