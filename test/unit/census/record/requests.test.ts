import { expect } from 'chai';
import { RefusedTransition } from '../../../../services/census/record/change.ts';
import { complete, expire, giveBack, lease } from '../../../../services/census/record/changes.ts';
import { coalesce, hurry, request, schedule, withdraw } from '../../../../services/census/record/requests.ts';
import { failure } from '../../../../shared/contract/outcome.ts';
import {
  ACTIVE_ANSWER,
  LEADER,
  LEASE,
  later,
  leasedRow,
  NOW,
  POLICY,
  rowWith,
  TRACE,
  weighedAt,
} from '../rows.ts';

describe('A record', () => {
  describe('that is asked for again', () => {
    it('starts its attempts over and keeps the last good answer', () => {
      const row = rowWith({
        status: 'TIMEOUT',
        attempt: 3,
        dueAt: null,
        errorCode: 'timeout',
        answer: { kind: 'not_found' },
      });
      expect(request(row, LEADER, NOW)).to.deep.equal({
        status: 'PENDING',
        attempt: 0,
        refunds: 0,
        dueAt: NOW,
        requestedAt: NOW,
        errorCode: null,
        lastLeaseId: null,
        ...LEADER,
      });
    });

    it('while it waits keeps its place, and may go sooner', () => {
      const bulk = { requestedBy: 'x', priority: 30, turn: 7 };
      expect(coalesce(rowWith(bulk), LEADER, later(9))).to.deep.equal({
        status: 'PENDING',
        attempt: 0,
        refunds: 0,
        requestedBy: LEADER.requestedBy,
        priority: 20,
        turn: 0,
      });
      expect(coalesce(rowWith(), LEADER, later(9))).to.deep.equal({
        status: 'PENDING',
        attempt: 0,
        refunds: 0,
      });
      expect(hurry(rowWith(), LEADER)).to.deep.equal({ status: 'PENDING' });
    });

    it('while it runs makes that lookup the first of the new request', () => {
      expect(coalesce(leasedRow({ attempt: 3 }), LEADER, later(9))).to.deep.equal({
        status: 'PROCESSING',
        attempt: 1,
        refunds: 0,
        requestedAt: later(9),
        requestedBy: LEADER.requestedBy,
      });
    });

    it('while it waits or runs is refused as a new request: that answer serves this request too', () => {
      for (const row of [rowWith(), leasedRow()]) {
        const refused = () => request(row, LEADER, NOW);
        expect(refused, row.status)
          .to.throw(RefusedTransition)
          .and.to.include({ trigger: 'request', to: 'PENDING' });
      }
    });
  });

  describe('whose old answer is checked again', () => {
    const old = rowWith({ status: 'ACTIVE', dueAt: null, answerStatus: 'ACTIVE', answer: ACTIVE_ANSWER });

    it('stands until the check begins, and again when it is withdrawn', () => {
      const scheduled = { ...old, ...schedule(old, TRACE, NOW) };
      expect(scheduled).to.deep.include({ status: 'ACTIVE', dueAt: NOW, priority: 40, attempt: 0 });
      expect(withdraw(scheduled)).to.deep.equal({ status: 'ACTIVE', dueAt: null });
    });

    it('stands also after a crash or a return in the middle of the check', () => {
      const running = { ...old, ...schedule(old, TRACE, NOW), ...lease(old, LEASE), attempt: 1 };
      expect(expire(running, POLICY, later(180))).to.deep.include({ status: 'ACTIVE', dueAt: later(180) });
      expect(giveBack(running, later(5)).status).to.equal('ACTIVE');
    });

    it('is tried again only inside the hours', () => {
      const running = { ...old, ...schedule(old, TRACE, NOW), ...lease(old, LEASE), attempt: 1 };
      const weighing = { ...weighedAt(NOW), retryWindow: () => later(50_000) };
      expect(complete(running, failure('timeout', ''), weighing).dueAt).to.deep.equal(later(50_000));
      expect(complete(leasedRow(), failure('timeout', ''), weighing).dueAt).to.deep.equal(later(60));
    });
  });
});
