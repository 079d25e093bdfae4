import { expect } from 'chai';
import { presentAttempt } from '../../../../services/gateway/people/history.ts';
import type { Attempt } from '../../../../shared/contract/history.ts';
import { NOW, PERSON } from '../support/views.ts';

const plain = (text: string | null) => text?.replace(/[\u00a0\u202f]/g, ' ');

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

describe('The history of lookups, as administrators see it,', () => {
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
