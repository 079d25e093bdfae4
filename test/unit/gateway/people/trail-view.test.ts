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
});
