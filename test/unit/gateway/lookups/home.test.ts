import { expect } from 'chai';
import { NOBODY } from '../../../../shared/contract/lookups.ts';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

const ANA = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';

describe('Those who operate the portal', () => {
  let app: PlayedApp;
  before(async () => {
    const queue = { person: 0, single: 0, bulk: 0, scheduled: 0, later: 0, running: 0, oldestDueAt: null };
    app = await playApp({
      'accounts.session': () => ({ user: personWith({ role: 'OPERATOR' }), passport: 'a passport' }),
      'accounts.staff': () => [{ id: ANA, nombreCompleto: 'Ana Ruiz' }],
      'accounts.deadLetters': () => ({ total: 1, items: [] }),
      'census.deadLetters': () => ({ total: 0, items: [] }),
      'census.status': () => ({
        ...{
          state: 'quiet',
          hold: null,
          lastAnswerAt: null,
          waiting: 0,
          expectedAt: null,
          intervalMs: 5_000,
        },
      }),
      'census.lookups': () => ({
        ...{
          hold: { reason: 'paused', until: null, message: '' },
          lanes: [],
          workers: [],
          queue,
          statuses: {},
        },
        pause: { since: '2026-05-31T15:00:00.000Z', by: ANA, reason: 'Revisión' },
        pace: { intervalMs: 5_000, lookupMs: 2_000, lastDepartureAt: null },
        operations: [
          { at: '2026-05-31T15:00:00.000Z', by: NOBODY, kind: 'opened', detail: 'directa timeout' },
        ],
        ...{ lastHour: [], emptyAt: null },
      }),
    });
  });
  after(() => app.close());

  const cookie = `censo-session=${tokenOf('session-1')}`;

  it('come to how the lookups go, who paused them and what needs them, and to no voting place', async () => {
    const { status, text } = await app.ask('/', { headers: { cookie } });
    expect(status).to.equal(200);
    for (const words of [
      'Consultas en pausa',
      'por Ana Ruiz. Motivo: Revisión.',
      '1 evento apartado',
      'Salida detenida',
    ])
      expect(text).to.include(words);
    expect(app.calls('accounts.staff')).to.deep.equal([{ userIds: [ANA] }]);
    expect(app.calls('census.view')).to.deep.equal([]);
  });

  it('tell everybody how it goes, also who has no account', async () => {
    const { status, text } = await app.ask('/estado/');
    expect(status).to.equal(200);
    expect(text).to.include('Sin consultas recientes').and.not.include('Ana Ruiz');
  });
});
