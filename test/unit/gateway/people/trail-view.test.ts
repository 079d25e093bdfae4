import { expect } from 'chai';
import { presentEntry } from '../../../../services/gateway/people/trail-view.ts';
import type { AuditEntry } from '../../../../shared/contract/audit.ts';
import { NOW, PERSON } from '../support/views.ts';

const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  id: '1',
  at: '2026-05-31T14:00:00.000Z',
  actor: { id: PERSON.id, nombreCompleto: 'Adela' },
  action: 'user.read',
  subjects: { total: 1, first: [{ id: PERSON.id, nombreCompleto: 'Ana' }] },
  ip: '192.0.2.1',
  detail: '',
  ...change,
});

describe('An entry of the trail, as administrators see it,', () => {
  it('says how many more it is about, and keeps an action that nobody knows', () => {
    expect(presentEntry(entry({ subjects: { ...entry().subjects, total: 25 } }), NOW).others).to.equal(24);
    expect(presentEntry(entry({ action: 'older.action', actor: null }), NOW)).to.deep.include({
      what: 'older.action',
      actor: null,
      others: 0,
    });
  });

  it('says a visit in one line: how many times, and from when until when', () => {
    const visit = { times: 22, from: '2026-05-31T13:52:00.000Z' };
    const { at, what } = presentEntry(entry({ action: 'referrals.list', visit }), NOW);
    expect(what).to.equal('Vio una lista de referidos, 22 veces');
    expect(at.replaceAll(/[\u00a0\u202f]/g, ' ')).to.equal('hoy a las 8:52 a. m. – 9:00 a. m.');
  });

  it('says both days of a visit over midnight', () => {
    const visit = { times: 2, from: '2026-05-31T04:50:00.000Z' };
    const { at } = presentEntry(entry({ at: '2026-05-31T05:10:00.000Z', visit }), NOW);
    expect(at.replaceAll(/[\u00a0\u202f]/g, ' ')).to.equal(
      'el 30 de mayo a las 11:50 p. m. – hoy a las 12:10 a. m.',
    );
  });
});
