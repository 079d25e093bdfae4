import { expect } from 'chai';
import { presentAttempt } from '../../../services/gateway/people/history.ts';
import { roleChangeText, roleOptions } from '../../../services/gateway/people/roles.ts';
import { actionOptions, presentEntry } from '../../../services/gateway/people/trail-view.ts';
import type { AuditEntry } from '../../../shared/contract/audit.ts';
import type { Attempt } from '../../../shared/contract/history.ts';
import { NOW, PERSON } from './views.ts';

const plain = (text: string | null) => text?.replace(/[\u00a0\u202f]/g, ' ');

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

const attempt = (change: Partial<Attempt> = {}): Attempt => ({
  leaseId: '22222222-2222-4222-8222-222222222222',
  attempt: 1,
  startedAt: '2026-05-31T14:00:00.000Z',
  finishedAt: '2026-05-31T14:00:01.940Z',
  durationMs: 1_940,
  outcome: 'active',
  detail: null,
  source: 'consultacenso',
  lane: 'directa',
  worker: 'scraper-1',
  traceId: null,
  hasEvidence: false,
  ...change,
});

describe('What administrators see', () => {
  it('has a Spanish name for every role and every action of the trail', () => {
    for (const { label } of [...roleOptions('LEADER'), ...actionOptions(undefined)])
      expect(label).to.match(/^[A-ZÁÉÍÓÚ][a-záéíóúñ() ]+$/);
    expect(roleOptions('LEADER').filter(({ chosen }) => chosen)).to.have.lengthOf(1);
    expect(roleOptions(undefined).filter(({ chosen }) => chosen)).to.have.lengthOf(0);
  });

  it('names the roles of a change, and leaves the reason as it was written', () => {
    expect(roleChangeText('USER → COORDINATOR: ya no es USER: ahora ADMIN')).to.equal(
      'Persona → Coordinador(a): ya no es USER: ahora ADMIN',
    );
  });

  it('says how many more an entry is about, and keeps an action that it does not know', () => {
    expect(presentEntry(entry({ subjects: { ...entry().subjects, total: 25 } }), NOW).others).to.equal(24);
    expect(presentEntry(entry({ action: 'older.action', actor: null }), NOW)).to.deep.include({
      what: 'older.action',
      actor: null,
      others: 0,
    });
  });

  it('shows an attempt with its outcome, its time and its way', () => {
    const row = presentAttempt(PERSON.id, attempt(), NOW);
    expect(row).to.include({ outcome: 'Habilitada', tone: 'good', evidenceUrl: null });
    expect(plain(row.duration)).to.equal('1,9 s');
    expect(row.way).to.equal('consultacenso · directa · scraper-1');
  });

  it('shows an attempt that runs, and one whose page was kept', () => {
    const running = attempt({ finishedAt: null, durationMs: null, outcome: null, source: null });
    expect(presentAttempt(PERSON.id, running, NOW)).to.include({
      outcome: 'En curso',
      duration: null,
      way: 'directa · scraper-1',
    });
    const failed = attempt({ outcome: 'unrecognised', hasEvidence: true });
    expect(presentAttempt(PERSON.id, failed, NOW)).to.include({
      tone: 'bad',
      evidenceUrl: `/admin/usuarios/${PERSON.id}/evidencia/${failed.leaseId}/`,
    });
  });
});
