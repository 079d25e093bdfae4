import { expect } from 'chai';
import { presentLookups } from '../../../../services/gateway/lookups/lookups-view.ts';
import { statuses } from '../../../../shared/contract/census.ts';
import type { LaneState, LookupsState } from '../../../../shared/contract/lookups.ts';
import { NOW } from '../support/views.ts';

const SOON = '2026-05-31T15:15:00.000Z'; // 10:15 in Bogotá

const lane = (change: Partial<LaneState> = {}): LaneState => ({
  name: 'directa',
  circuit: 'closed',
  reason: null,
  refusals: 0,
  failing: 0,
  openUntil: null,
  lastUsedAt: null,
  ...change,
});

const state = (change: Partial<LookupsState> = {}): LookupsState => ({
  hold: null,
  pause: null,
  lanes: [lane()],
  workers: [{ name: 'scraper-1', slots: 3, trouble: null, seenAt: SOON }],
  queue: { person: 0, single: 0, bulk: 0, scheduled: 0, later: 0, running: 0, oldestDueAt: null },
  statuses: Object.fromEntries(statuses.map((status) => [status, 0])) as LookupsState['statuses'],
  pace: { intervalMs: 5_060, lookupMs: 1_940, lastDepartureAt: null },
  operations: [],
  ...change,
});

const shown = (change: Partial<LookupsState> = {}) =>
  JSON.parse(
    JSON.stringify(presentLookups(state(change), NOW)).replace(/[\u00a0\u202f]/g, ' '),
  ) as ReturnType<typeof presentLookups>;

describe('What operators see of the lookups', () => {
  it('is at rest, at work, paused or stopped', () => {
    const queue = { ...state().queue, bulk: 2 };
    const hold = { reason: 'blocked', until: SOON, message: '' } as const;
    const pause = { since: SOON, reason: 'Revisión' };
    expect(shown().title).to.equal('Al día');
    expect(shown({ queue }).title).to.equal('Consultando');
    expect(shown({ hold })).to.include({ title: 'Consultas detenidas', tone: 'bad', paused: false });
    expect(shown({ hold: { ...hold, reason: 'paused' }, pause })).to.include({
      title: 'Consultas en pausa',
      paused: true,
    });
  });

  it('says why they stand still, and until when if that is known', () => {
    const hold = { reason: 'maintenance', message: '' } as const;
    expect(shown({ hold: { ...hold, until: SOON } }).hold).to.equal(
      'Motivo: la página está en mantenimiento. Se prueba de nuevo hoy a las 10:15 a. m.',
    );
    expect(shown({ hold: { ...hold, until: null } }).hold).to.equal(
      'Motivo: la página está en mantenimiento.',
    );
  });

  it('tells a lane that works from one that is refused, rests or is being tried', () => {
    const open = { reason: 'lane_failed', refusals: 0, openUntil: SOON } as const;
    const { lanes, mayProbe } = shown({
      lanes: [
        lane(),
        lane({ refusals: 2 }),
        lane({ ...open, circuit: 'open' }),
        lane({ ...open, circuit: 'probing' }),
      ],
    });
    expect(lanes.map(({ tone }) => tone)).to.deep.equal(['good', 'notice', 'bad', 'notice']);
    expect(lanes[2]?.value).to.equal('detenida: la salida no responde. Próxima prueba hoy a las 10:15 a. m.');
    expect(mayProbe).to.equal(true);
    expect(lanes[1]?.value).to.equal('abierta al paso, 2 rechazos seguidos');
    const failing = shown({ lanes: [lane({ failing: 2 })] }).lanes[0];
    expect(failing).to.include({
      value: 'abierta al paso, 2 personas seguidas sin respuesta',
      tone: 'notice',
    });
    expect(shown().mayProbe, 'nothing to probe').to.equal(false);
  });

  it('has Spanish words for whatever an operator did, and for what keeps a scraper from working', () => {
    const kinds = ['pause', 'resume', 'probe'] as const;
    const operations = kinds.map((kind) => ({ at: SOON, by: 'x', kind, detail: '' }));
    expect(shown({ operations }).operations.map(({ what }) => what)).to.deep.equal([
      ...['Pausa', 'Reanudación', 'Prueba pedida'],
    ]);
    const workers = (['pace', 'browser', 'other'] as const).map((trouble) => ({
      ...{ name: 's', slots: 3, seenAt: SOON },
      trouble,
    }));
    for (const { value, tone } of shown({ workers }).workers) {
      expect(value).to.match(/^(sin|con) /);
      expect(tone).to.equal('bad');
    }
  });
});
