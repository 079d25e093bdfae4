import { expect } from 'chai';
import { complete } from '../../../../services/census/record/changes.ts';
import type { RecordRow } from '../../../../services/census/record/record.ts';
import { discount, type Excuse, isSuspect, refund } from '../../../../services/census/record/refunds.ts';
import { request } from '../../../../services/census/record/requests.ts';
import { failure } from '../../../../shared/contract/outcome.ts';
import { ACTIVE_ANSWER, LEADER, later, leasedRow, NO_LEASE, NOW, rowWith, weighedAt } from '../rows.ts';

describe('A record', () => {
  describe('whose lookup fails by an outage', () => {
    const excused = (change: Partial<RecordRow>, excuse: Excuse) =>
      complete(leasedRow(change), failure('network', ''), { ...weighedAt(later(50)), excuse });

    it('waits again at its place, and the attempt does not count', () => {
      expect(excused({ attempt: 3 }, 'outage')).to.deep.equal({
        status: 'PENDING',
        attempt: 2,
        refunds: 1,
        errorCode: null,
        dueAt: NOW,
        lastLeaseId: null,
        ...NO_LEASE,
      });
    });

    it('lets the others go first when it fails in another outage', () => {
      expect(excused({ refunds: 1 }, 'outage')).to.deep.include({ refunds: 2, dueAt: later(50) });
    });

    it('keeps the attempt for later as a probe, when the next may go', () => {
      expect(excused({ attempt: 3 }, { probeAgainAt: later(900) })).to.deep.include({
        status: 'PENDING',
        attempt: 2,
        dueAt: later(900),
      });
      expect(excused({}, { probeAgainAt: later(900) }), 'as often as it takes').not.to.have.property(
        'refunds',
      );
    });

    it('keeps its last good answer, and shows it while it is only checked again', () => {
      const checked = { priority: 40, answerStatus: 'ACTIVE', answer: ACTIVE_ANSWER } as const;
      const change = excused(checked, 'outage');
      expect(change.status).to.equal('ACTIVE');
      expect(change).not.to.have.any.keys('answer', 'answeredAt');
    });

    it('is taken for a case of its own after ten outages in which others were answered', () => {
      expect([9, 10].map((refunds) => isSuspect({ refunds }))).to.deep.equal([false, true]);
      expect(request(rowWith({ status: 'ERROR', refunds: 10 }), LEADER, NOW).refunds).to.equal(0);
    });
  });

  describe('whose failures turn out to have been an outage', () => {
    const failed = (change: Partial<RecordRow> = {}): RecordRow =>
      rowWith({ status: 'TIMEOUT', errorCode: 'timeout', attempt: 3, dueAt: null, ...change });

    it('waits again, also when its attempts were used up', () => {
      expect(refund(failed(), 2, null, later(50))).to.deep.equal({
        status: 'PENDING',
        attempt: 1,
        refunds: 1,
        errorCode: null,
        lastLeaseId: null,
        dueAt: NOW,
      });
    });

    it('is in the batch again in which it had failed', () => {
      const before = { ...rowWith(), status: 'ERROR', dueAt: null, requestedAt: NOW.toISOString() } as const;
      const left = {
        batchId: 'a batch',
        before: { ...before, requestedBy: null, errorCode: 'crash' },
      } as const;
      expect(refund(failed(), 1, left, later(50))).to.deep.include({
        batchId: 'a batch',
        beforeBatch: left.before,
      });
    });

    it('has fewer attempts while the next one waits or runs', () => {
      expect(discount(leasedRow({ attempt: 3 }), 2)).to.deep.equal({ status: 'PROCESSING', attempt: 1 });
      expect(discount(leasedRow({ attempt: 1 }), 2).attempt, 'the one that runs').to.equal(1);
      expect(discount(rowWith({ attempt: 1 }), 2)).to.deep.equal({ status: 'PENDING', attempt: 0 });
    });
  });
});
