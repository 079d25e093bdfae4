import { expect } from 'chai';
import { RefusedTransition } from '../../../../services/census/record/change.ts';
import {
  complete,
  completeLate,
  expire,
  giveBack,
  lease,
} from '../../../../services/census/record/changes.ts';
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
  NO_LEASE,
  NOW,
  PLACE,
  POLICY,
  rowWith,
  weighedAt,
} from '../rows.ts';

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

    it('keeps number and date of its novedad when a later answer has none, as when the page has changed', () => {
      const answerAfter = (novedad: string, resolucion = '') => {
        const known = {
          novedad: 'Cancelada por Muerte',
          resolucion: '4521 DE 2019',
          fechaNovedad: '12/03/2019',
        };
        const row = leasedRow({ answer: { kind: 'cancelled', ...known } });
        const told = { kind: 'cancelled', novedad, resolucion, fechaNovedad: '', deceased: true } as const;
        return complete(row, told, weighedAt(NOW, 0)).answer;
      };
      const details = { resolucion: '4521 DE 2019', fechaNovedad: '12/03/2019' };
      expect(answerAfter('Cancelada por Muerte')).to.include(details);
      expect(answerAfter('Fallecido')).to.include({ resolucion: '', fechaNovedad: '' });
      expect(answerAfter('Cancelada por Muerte', '1 DE 2026')).to.include({
        resolucion: '1 DE 2026',
        fechaNovedad: '',
      });
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
});
