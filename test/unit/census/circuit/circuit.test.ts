import { expect } from 'chai';
import {
  admission,
  afterBreak,
  afterOutcome,
  type Circuit,
  closed,
  probeNow,
  releaseProbe,
} from '../../../../services/census/circuit/circuit.ts';
import { type FailureKind, failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import { ACTIVE, later, NOW } from '../rows.ts';

const POLICY = {
  ...{ threshold: 5, openS: 900, maxOpenS: 21_600 },
  // Refusals of one person: outages are described below.
  ...{ people: 3, outageOpenS: 60, outageMaxOpenS: 300 },
};
const MINUTE = 60;

const refusal = (kind: FailureKind): Outcome => failure(kind, '');

const ONE = { leaseId: 'usual', userId: 'one person', startedAt: NOW };

/** A circuit after these outcomes of one person's lookups, none of them a probe. */
const after = (outcomes: readonly Outcome[], circuit: Circuit = closed): Circuit =>
  outcomes.reduce((state, outcome) => afterOutcome(state, { ...ONE, outcome }, POLICY, NOW), circuit);
const times = (count: number, kind: FailureKind): Outcome[] =>
  Array.from({ length: count }, () => refusal(kind));

const OPEN = after(times(5, 'blocked'));
/** The same, with its probe on its way. */
const probing = (circuit: Circuit): Circuit => ({ ...circuit, probeLeaseId: 'probe' });
const probed = (circuit: Circuit, outcome: Outcome, now: Date): Circuit =>
  afterOutcome(probing(circuit), { ...ONE, leaseId: 'probe', outcome }, POLICY, now);

describe('The circuit of a lane', () => {
  it('lets lookups leave while it is closed', () => {
    expect(admission(closed, NOW)).to.equal('closed');
  });

  for (const kind of ['blocked', 'maintenance', 'captcha'] as const) {
    it(`opens for 15 minutes after five refusals in a row: ${kind}`, () => {
      expect(after(times(4, kind)).state).to.equal('closed');
      expect(after(times(5, kind))).to.deep.include({
        state: 'open',
        reason: kind,
        openUntil: later(15 * MINUTE),
      });
    });
  }

  it('counts each kind by itself: another kind of refusal begins another row', () => {
    const mixed = [...times(4, 'blocked'), ...times(4, 'captcha'), ...times(4, 'blocked')];
    expect(after(mixed)).to.include({ state: 'closed', refusals: 4, reason: 'blocked' });
    expect(after([...mixed, refusal('blocked')])).to.include({ state: 'open', reason: 'blocked' });
  });

  it('starts counting anew after an answer of any kind', () => {
    for (const outcome of [ACTIVE, { kind: 'not_found' } as const, refusal('wrong_person')])
      expect(after([...times(4, 'blocked'), outcome, ...times(4, 'blocked')]).state).to.equal('closed');
  });

  it('neither counts nor forgets a refusal for other failures of the same person', () => {
    const between = ['timeout', 'network', 'browser_crash', 'unrecognised'] as const;
    const neutral = between.map(refusal);
    expect(after([...neutral, ...neutral]).state).to.equal('closed');
    expect(after([...times(4, 'blocked'), ...neutral, refusal('blocked')]).state).to.equal('open');
  });

  describe('that is open', () => {
    it('lets nobody leave, then one probe and nobody beside it', () => {
      expect(admission(OPEN, later(15 * MINUTE - 1))).to.equal('refused');
      expect(admission(OPEN, later(15 * MINUTE))).to.equal('probe');
      expect(admission(probing(OPEN), later(24 * 60 * MINUTE))).to.equal('refused');
    });

    it('is not moved by lookups that had left before it opened', () => {
      expect(after([...times(3, 'blocked'), ACTIVE], OPEN)).to.deep.equal(OPEN);
    });

    it('closes with the probe’s answer', () => {
      expect(probed(OPEN, ACTIVE, later(900))).to.deep.equal({
        ...closed,
        answeredAt: later(900),
        closedAt: later(900),
      });
    });

    it('stays open twice as long after each refused probe, up to six hours', () => {
      let circuit = OPEN;
      const minutes: number[] = [];
      for (let count = 0; count < 7; count += 1) {
        circuit = probed(circuit, refusal('blocked'), NOW);
        minutes.push(((circuit.openUntil?.getTime() ?? 0) - NOW.getTime()) / 60_000);
      }
      expect(minutes).to.deep.equal([30, 60, 120, 240, 360, 360, 360]);
    });

    it('stays open as long as before when the probe says nothing', () => {
      const circuit = probed(OPEN, refusal('timeout'), later(900));
      expect(circuit).to.deep.include({
        state: 'open',
        reason: 'blocked',
        openUntil: later(1_800),
        probeLeaseId: null,
      });
    });

    it('sends the next probe at once when the browser crashed under this one, or it was given back', () => {
      for (const circuit of [
        probed(OPEN, refusal('browser_crash'), later(900)),
        releaseProbe(probing(OPEN), later(900)),
      ])
        expect(admission(circuit, later(900))).to.equal('probe');
    });

    it('sends its probe at once when an operator says so, but never two', () => {
      expect(admission(probeNow(OPEN, later(1)), later(1))).to.equal('probe');
      expect(probeNow(probing(OPEN), later(1))).to.deep.equal(probing(OPEN));
      expect(probeNow(closed, NOW)).to.deep.equal(closed);
    });
  });

  describe('of a lane that leads nowhere', () => {
    const broken = afterBreak(closed, 'usual', POLICY, NOW);

    it('opens at once, for a minute', () => {
      expect(broken).to.deep.include({ state: 'open', reason: 'lane_failed', openUntil: later(MINUTE) });
    });

    it('stays open twice as long each time, but not for those who had left before', () => {
      expect(afterBreak(broken, 'another', POLICY, later(1))).to.deep.equal(broken);
      const again = afterBreak(probing(broken), 'probe', POLICY, later(MINUTE));
      expect(again.openUntil).to.deep.equal(later(3 * MINUTE));
    });
  });
});
