import { expect } from 'chai';
import { RefusedTransition } from '../../../../services/census/record/change.ts';
import {
  coalesce,
  complete,
  completeLate,
  expire,
  giveBack,
  hurry,
  lease,
  request,
  schedule,
  withdraw,
} from '../../../../services/census/record/changes.ts';
import type { RecordRow } from '../../../../services/census/record/record.ts';
import { discount, type Excuse, isSuspect, refund } from '../../../../services/census/record/refunds.ts';
import type { Status } from '../../../../shared/contract/census.ts';
import {
  type FailureKind,
  failure,
  failureKinds,
  type Outcome,
} from '../../../../shared/contract/outcome.ts';
import {
  ACTIVE,
  ACTIVE_ANSWER,
  cancelledBy,
  LEASE,
  later,
  leasedRow,
  NOW,
  PLACE,
  POLICY,
  rowWith,
  TRACE,
  weighedAt,
} from '../rows.ts';

const NO_LEASE = { leaseId: null, leaseWorker: null, leaseExpiresAt: null };
const LEADER = {
  requestedBy: '33333333-3333-4333-8333-333333333333',
  priority: 20,
  turn: 0,
  traceId: TRACE,
} as const;

describe('A record', () => {
  describe('that is leased', () => {
    it('counts the attempt from there, so that a crash counts too', () => {
      expect(lease(rowWith({ attempt: 1 }), LEASE)).to.deep.equal({
        status: 'PROCESSING',
        attempt: 2,
        dueAt: null,
        lastLeaseId: LEASE.leaseId,
        ...LEASE,
      });
    });

    it('cannot be leased again', () => {
      expect(() => lease(leasedRow(), LEASE)).to.throw(RefusedTransition, 'lease may not change PROCESSING');
    });
  });

  describe('that is answered', () => {
    const SEA = { lat: 12.1, lng: -78.5 };

    it('keeps the point of its place when a later answer has none', () => {
      const row = leasedRow({ answer: { ...ACTIVE_ANSWER, mapa: SEA } });
      const { answer } = complete(row, ACTIVE, weighedAt(NOW, 0));
      expect(answer).to.deep.equal({ ...ACTIVE_ANSWER, mapa: SEA });
    });

    it('takes the later answer’s point, and forgets an earlier one with its place', () => {
      const row = leasedRow({ answer: { ...ACTIVE_ANSWER, mapa: { lat: 1, lng: -75 } } });
      expect(complete(row, { ...ACTIVE_ANSWER, mapa: SEA }, weighedAt(NOW, 0)).answer).to.include({
        mapa: SEA,
      });
      const moved = complete(row, { ...ACTIVE_ANSWER, puesto: 'IE EL ROBLE' }, weighedAt(NOW, 0));
      expect(moved.answer).to.not.have.property('mapa');
    });

    const answered = (outcome: Outcome) => complete(leasedRow(), outcome, weighedAt(NOW, 0));
    const cases: [what: string, outcome: Outcome, status: Status, answer: object][] = [
      ['a place', ACTIVE, 'ACTIVE', { kind: 'active', ...PLACE }],
      ['not found', { kind: 'not_found' }, 'NOT_FOUND', { kind: 'not_found' }],
      [
        'death',
        cancelledBy('Cancelada por Muerte', true),
        'CANCELLED_DECEASED',
        {
          kind: 'cancelled',
          novedad: 'Cancelada por Muerte',
          resolucion: '4521 DE 2019',
          fechaNovedad: '12/03/2019',
        },
      ],
      [
        'another novedad',
        cancelledBy('Baja por Trashumancia', false),
        'CANCELLED_OTHER',
        {
          kind: 'cancelled',
          novedad: 'Baja por Trashumancia',
          resolucion: '4521 DE 2019',
          fechaNovedad: '12/03/2019',
        },
      ],
    ];
    for (const [what, outcome, status, answer] of cases) {
      it(`with ${what} is ${status}, with the answer and its date, and waits for nothing`, () => {
        expect(answered(outcome)).to.deep.equal({
          status,
          answer,
          answerStatus: status,
          answeredAt: NOW,
          errorCode: null,
          dueAt: null,
          lastLeaseId: null,
          ...NO_LEASE,
        });
      });
    }

    it('after it ran out is not answered again', () => {
      for (const status of ['PENDING', 'ACTIVE', 'ERROR'] as const)
        expect(() => complete(rowWith({ status }), ACTIVE, weighedAt(NOW, 0))).to.throw(RefusedTransition);
    });
  });

  describe('whose lookup fails', () => {
    const STATUSES: Record<FailureKind, Status> = {
      timeout: 'TIMEOUT',
      blocked: 'BLOCKED',
      network: 'ERROR',
      captcha: 'ERROR',
      maintenance: 'ERROR',
      page_changed: 'ERROR',
      unrecognised: 'ERROR',
      wrong_person: 'ERROR',
      browser_crash: 'ERROR',
      crash: 'ERROR',
    };
    for (const kind of failureKinds) {
      it(`with ${kind} is ${STATUSES[kind]}, and ${kind === 'captcha' ? 'is not tried again' : 'tries again'}`, () => {
        expect(complete(leasedRow(), failure(kind, 'x'), weighedAt(NOW, 0))).to.deep.equal({
          status: STATUSES[kind],
          errorCode: kind,
          dueAt: kind === 'captcha' ? null : later(60),
          lastLeaseId: null,
          ...NO_LEASE,
        });
      });
    }

    it('keeps its last good answer and the date of that', () => {
      const row = leasedRow({ answer: { kind: 'not_found' }, answeredAt: later(-3_600) });
      expect(complete(row, failure('timeout', ''), weighedAt(NOW, 0))).not.to.have.any.keys(
        'answer',
        'answeredAt',
      );
    });

    it('is not tried again after the last attempt', () => {
      const { dueAt } = complete(leasedRow({ attempt: 3 }), failure('timeout', ''), weighedAt(NOW, 0));
      expect(dueAt).to.equal(null);
    });
  });

  describe('whose lease runs out', () => {
    it('is due again at once', () => {
      expect(expire(leasedRow({ attempt: 2 }), POLICY, NOW)).to.deep.equal({
        status: 'PENDING',
        dueAt: NOW,
        ...NO_LEASE,
      });
    });

    it('three times is an error, not a loop', () => {
      expect(expire(leasedRow({ attempt: 3 }), POLICY, NOW)).to.deep.equal({
        status: 'ERROR',
        errorCode: 'crash',
        dueAt: null,
        ...NO_LEASE,
      });
    });

    it('keeps its last good answer', () => {
      for (const attempt of [1, 3])
        expect(expire(leasedRow({ attempt }), POLICY, NOW)).not.to.have.any.keys('answer', 'answeredAt');
    });
  });

  describe('that is given back', () => {
    it('is due again at once, and the attempt does not count', () => {
      expect(giveBack(leasedRow({ attempt: 2 }), NOW)).to.deep.equal({
        status: 'PENDING',
        attempt: 1,
        dueAt: NOW,
        lastLeaseId: null,
        ...NO_LEASE,
      });
    });

    it('never has less than no attempts', () => {
      expect(giveBack(leasedRow({ attempt: 0 }), NOW).attempt).to.equal(0);
    });
  });

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

  describe('whose answer comes after its lease ran out', () => {
    it('takes it, as a report in time', () => {
      const row = rowWith({ attempt: 2, lastLeaseId: LEASE.leaseId });
      expect(completeLate(row, ACTIVE, weighedAt(NOW))).to.include({ status: 'ACTIVE', dueAt: null });
      expect(completeLate(row, failure('timeout', ''), weighedAt(NOW))).to.deep.include({
        status: 'TIMEOUT',
        dueAt: later(300),
      });
    });
  });

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
