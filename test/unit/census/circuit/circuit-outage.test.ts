import { expect } from 'chai';
import {
  afterOutcome,
  type Circuit,
  type CircuitPolicy,
  closed,
  excusedBy,
  isExcused,
  type LookupEnd,
} from '../../../../services/census/circuit/circuit.ts';
import {
  type FailureKind,
  failure,
  failureKinds,
  type Outcome,
} from '../../../../shared/contract/outcome.ts';
import { ACTIVE, later, NOW } from '../rows.ts';

const POLICY: CircuitPolicy = {
  ...{ threshold: 5, openS: 900, maxOpenS: 21_600 },
  ...{ people: 3, outageOpenS: 60, outageMaxOpenS: 300 },
};

const NOBODYS: FailureKind[] = [
  ...(['timeout', 'network', 'page_changed', 'unrecognised'] as const),
  ...(['blocked', 'maintenance', 'captcha'] as const),
];

/** A person's lookup and how it ended: a kind of failure, or an answer. */
type Told = [person: string, outcome: FailureKind | 'answered'];

const outcomeOf = (told: Told[1]): Outcome => (told === 'answered' ? ACTIVE : failure(told, ''));
const endOf = ([userId, told]: Told, index = 0, change: Partial<LookupEnd> = {}): LookupEnd => ({
  ...{ leaseId: `${userId} ${index}`, userId, startedAt: NOW, outcome: outcomeOf(told) },
  ...change,
});
const told = (story: readonly Told[], others: readonly Circuit[] = [], circuit: Circuit = closed): Circuit =>
  story.reduce(
    (state, one, index) => afterOutcome(state, endOf(one, index), POLICY, later(index), others),
    circuit,
  );

const A_B_C: Told[] = [
  ['A', 'timeout'],
  ['B', 'network'],
  ['C', 'unrecognised'],
];
const OPEN = told(A_B_C);
const probed = (circuit: Circuit, kind: FailureKind | 'answered', now: Date, suspect = false): Circuit =>
  afterOutcome(
    { ...circuit, probeLeaseId: 'probe' },
    endOf(['P', kind], 0, { leaseId: 'probe', suspect }),
    POLICY,
    now,
  );

describe('An outage of the source', () => {
  for (const kind of NOBODYS) {
    it(`is told by three people in a row whose lookups fail, for that reason: ${kind}`, () => {
      const story = ['A', 'B', 'C'].map((person): Told => [person, kind]);
      expect(told(story.slice(0, 2)).state).to.equal('closed');
      expect(told(story)).to.include({ state: 'open', reason: kind });
    });
  }

  for (const kind of failureKinds.filter((one) => !NOBODYS.includes(one))) {
    it(`is not told by what is the person’s or our own: ${kind}`, () => {
      expect(told(['A', 'B', 'C', 'D'].map((person): Told => [person, kind])).state).to.equal('closed');
    });
  }

  it('counts all kinds together, and is told for the last one', () => {
    expect(OPEN).to.deep.include({ state: 'open', reason: 'unrecognised', openUntil: later(2 + 60) });
  });

  it('counts people and not lookups: one person’s trouble is their own', () => {
    const story = Array.from({ length: 9 }, (_, index): Told => [index % 2 === 0 ? 'A' : 'B', 'timeout']);
    expect(told(story).state).to.equal('closed');
  });

  for (const answer of ['answered', 'wrong_person'] as const) {
    it(`is not told when somebody is answered in between (${answer})`, () => {
      const story: Told[] = [...A_B_C.slice(0, 2), ['D', answer], ...A_B_C.slice(0, 2)];
      expect(told(story).state).to.equal('closed');
    });
  }

  it('is not ended by a crash of ours in between', () => {
    const story: Told[] = [...A_B_C.slice(0, 2), ['D', 'browser_crash'], ...A_B_C.slice(2)];
    expect(told(story).state).to.equal('open');
  });

  it('waits as after refusals when the site has refused as many people', () => {
    const story: Told[] = [
      ['A', 'blocked'],
      ['B', 'timeout'],
      ['B', 'blocked'],
      ['C', 'blocked'],
    ];
    expect(told(story)).to.deep.include({ reason: 'blocked', openUntil: later(3 + 900) });
  });

  describe('that is open', () => {
    it('is tried twice as late after each failed probe, up to five minutes, for the reason of the last', () => {
      let circuit = OPEN;
      const waits: (number | undefined)[] = [];
      for (const kind of ['timeout', 'network', 'timeout', 'page_changed'] as const) {
        circuit = probed(circuit, kind, later(900));
        waits.push(circuit.openS);
        expect(circuit.reason).to.equal(kind);
      }
      expect(waits).to.deep.equal([120, 240, 300, 300]);
    });

    it('is over with the probe’s answer', () => {
      expect(probed(OPEN, 'answered', later(62))).to.deep.equal({
        ...closed,
        answeredAt: later(62),
        closedAt: later(62),
      });
    });

    it('waits no longer for somebody who fails also when others are answered', () => {
      expect(probed(OPEN, 'timeout', later(62), true)).to.deep.include({ openS: 60, reason: 'unrecognised' });
    });
  });

  describe('is nobody’s fault:', () => {
    const isFree = (before: Circuit, end: LookupEnd, now = later(9)): boolean =>
      isExcused(before, afterOutcome(before, end, POLICY, now), end);

    it('it frees whoever failed in the row, and whose failure opened the circuit', () => {
      const two = told(A_B_C.slice(0, 2));
      const last = endOf(['C', 'unrecognised'], 2);
      const after = afterOutcome(two, last, POLICY, later(2));
      expect(isExcused(two, after, last)).to.equal(true);
      expect(excusedBy(two, after, []).map(({ leaseId }) => leaseId)).to.deep.equal(['A 0', 'B 1', 'C 2']);
    });

    it('it frees a person of each of their failures in the row', () => {
      const story: Told[] = [
        ['A', 'timeout'],
        ['A', 'timeout'],
        ['B', 'timeout'],
      ];
      const before = told(story);
      const after = afterOutcome(before, endOf(['C', 'timeout'], 3), POLICY, later(3));
      expect(excusedBy(before, after, [])).to.have.lengthOf(4);
    });

    it('it frees nobody before it is known', () => {
      expect(isFree(told(A_B_C.slice(0, 1)), endOf(['B', 'network']))).to.equal(false);
    });

    it('it frees lookups that were on their way when the circuit opened, and the probe', () => {
      expect(isFree(OPEN, endOf(['D', 'timeout']))).to.equal(true);
      expect(isFree({ ...OPEN, probeLeaseId: 'P' }, endOf(['P', 'timeout'], 0, { leaseId: 'P' }))).to.equal(
        true,
      );
    });

    it('it frees lookups that had left before it was over, and they do not begin another', () => {
      const over = probed(OPEN, 'answered', later(62));
      const late = endOf(['D', 'timeout'], 0, { startedAt: later(1) });
      expect(isFree(over, late, later(100))).to.equal(true);
      expect(afterOutcome(over, late, POLICY, later(100))).to.deep.equal(over);
      expect(isFree(over, endOf(['D', 'timeout'], 0, { startedAt: later(63) }), later(100))).to.equal(false);
    });

    it('it frees nobody of what is theirs, nor of what is ours', () => {
      for (const kind of ['wrong_person', 'browser_crash', 'crash'] as const)
        expect(isFree(OPEN, endOf(['D', kind])), kind).to.equal(false);
    });

    it('it frees nobody who fails also when others are answered, nor counts them', () => {
      const suspect = endOf(['C', 'timeout'], 2, { suspect: true });
      expect(isFree(OPEN, suspect)).to.equal(false);
      expect(afterOutcome(told(A_B_C.slice(0, 2)), suspect, POLICY, later(2)).state).to.equal('closed');
    });

    it('one person’s refusals in a row stop the lookups, and stay that person’s', () => {
      const before = told(Array.from({ length: 4 }, (): Told => ['A', 'blocked']));
      const last = endOf(['A', 'blocked'], 4);
      const after = afterOutcome(before, last, POLICY, later(4));
      expect(after.state).to.equal('open');
      expect(isExcused(before, after, last)).to.equal(false);
      expect(excusedBy(before, after, [])).to.deep.equal([]);
    });
  });

  describe('with several lanes', () => {
    const other = told([
      ['A', 'timeout'],
      ['B', 'timeout'],
    ]);

    it('is told by the people of all of them together', () => {
      const story: Told[] = [['C', 'network']];
      const after = told(story, [other]);
      expect(after).to.include({ state: 'open', reason: 'network' });
      expect(excusedBy(closed, after, [other]).map(({ userId }) => userId)).to.have.members(['A', 'B', 'C']);
    });

    it('is not told when one of them has answered since', () => {
      const answered = told([['D', 'answered']], [], { ...closed });
      expect(told([['C', 'network']], [other, { ...answered, answeredAt: later(5) }]).state).to.equal(
        'closed',
      );
      const since = told(A_B_C, [{ ...answered, answeredAt: later(5) }]);
      expect(since.state, 'a lane that fails alone').to.equal('open');
    });
  });

  it('remembers no more than it needs of one person who fails for ever', () => {
    const story = Array.from({ length: 300 }, (): Told => ['A', 'timeout']);
    expect(told(story).streak).to.have.lengthOf(200);
  });
});
