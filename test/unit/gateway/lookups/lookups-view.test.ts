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
  since: null,
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
  lastHour: [],
  emptyAt: null,
  ...change,
});

const ANA = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
const shown = (change: Partial<LookupsState> = {}) =>
  JSON.parse(
    JSON.stringify(presentLookups(state(change), new Map([[ANA, 'Ana Ruiz']]), NOW)).replace(
      /[\u00a0\u202f]/g,
      ' ',
    ),
  ) as ReturnType<typeof presentLookups>;

describe('What operators see of the lookups', () => {
  it('is at rest, at work, paused or stopped', () => {
    const queue = { ...state().queue, bulk: 2 };
    const hold = { reason: 'blocked', until: SOON, message: '' } as const;
    const pause = { since: SOON, by: ANA, reason: 'Revisión' };
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
    expect(shown({ hold: { ...hold, until: SOON } }).why).to.equal(
      'La página está en mantenimiento. Se prueba de nuevo hoy a las 10:15 a. m. con una sola consulta; si la página responde, siguen las demás.',
    );
    expect(shown({ hold: { ...hold, until: null } }).why).to.equal(
      'La página está en mantenimiento. Hay una prueba en curso; si la página responde, siguen las demás.',
    );
    expect(shown({ hold: { reason: 'no_browser', message: '', until: null } }).why).to.equal(
      'Sin navegador. Siguen solas cuando un consultor lo tenga de nuevo.',
    );
  });

  it('says who paused them, since when, with what reason, and what comes next', () => {
    const hold = { reason: 'paused', until: null, message: '' } as const;
    const by = (id: string) => shown({ hold, pause: { since: SOON, by: id, reason: 'Revisión' } }).why;
    expect(by(ANA)).to.equal(
      'En pausa desde hoy a las 10:15 a. m., por Ana Ruiz. Motivo: Revisión. Nada sale hasta que alguien reanude; cada consulta conserva su turno.',
    );
    expect(by('00000000-0000-0000-0000-000000000000')).to.include('por la línea de comandos.');
    expect(by('somebody else')).to.include('por alguien que ya no opera el portal.');
  });

  it('are not green after a probe was asked for, while nothing has left', () => {
    const open = lane({ circuit: 'open', reason: 'timeout', since: SOON, openUntil: NOW.toISOString() });
    const waiting = { ...state().queue, person: 2 };
    expect(shown({ lanes: [open], queue: waiting })).to.include({
      tone: 'notice',
      title: 'Esperando una prueba',
      why: 'La página no responde a tiempo, desde hoy a las 10:15 a. m. Todavía no ha salido nada: la próxima consulta de la fila sale como prueba; si la página responde, siguen las demás.',
    });
    expect(shown({ lanes: [open] }).why).to.include('sale cuando alguien pida una consulta');
    expect(shown({ lanes: [{ ...open, circuit: 'probing' }], queue: waiting })).to.include({
      tone: 'notice',
      title: 'Probando',
    });
    expect(shown({ lanes: [open, lane()], queue: waiting }).tone).to.equal('good');
  });

  it('tells when a circuit opened and closed among what was done, and by whom the rest was', () => {
    const operations = [
      { at: SOON, by: '00000000-0000-0000-0000-000000000000', kind: 'closed', detail: 'directa' },
      { at: SOON, by: ANA, kind: 'probe', detail: '' },
      { at: SOON, by: '00000000-0000-0000-0000-000000000000', kind: 'opened', detail: 'directa timeout' },
    ] as const;
    expect(
      shown({ operations: [...operations] }).operations.map(({ what, who, detail }) => ({
        what,
        who,
        detail,
      })),
    ).to.deep.equal([
      { what: 'Salida abierta de nuevo', who: 'El portal', detail: 'directa' },
      { what: 'Prueba pedida', who: 'Ana Ruiz', detail: '' },
      { what: 'Salida detenida', who: 'El portal', detail: 'directa: la página no responde a tiempo' },
    ]);
  });

  it('says how long until nobody waits, and how the last hour went', () => {
    const waiting = { ...state().queue, person: 2, bulk: 10 };
    const at = new Date(NOW.getTime() + 12 * 60_000).toISOString();
    expect(shown({ queue: waiting, emptyAt: at }).empties).to.equal(
      '12 en la fila: se termina en unos 12 min.',
    );
    expect(shown({ queue: waiting }).empties).to.equal('12 en la fila: no se sabe cuándo se termina.');
    expect(shown().empties).to.equal('No hay nadie en la fila.');
    expect(shown().lastHour.svg).to.equal(null);
    const hour = shown({ lastHour: [{ from: SOON, answered: 3, failed: 1, ours: 0 }] }).lastHour;
    expect(hour.rows).to.deep.equal([['10:15 a. m.', '3', '1', '0']]);
    expect(hour.legend?.map(({ text }) => text)).to.deep.equal(['3 respondidas', '1 sin respuesta']);
  });

  it('says what needs somebody, and where', () => {
    const needs = shown({
      workers: [],
      lanes: [lane({ circuit: 'open', reason: 'blocked', since: SOON })],
    }).needs;
    expect(needs).to.deep.equal([
      'La salida directa está detenida desde hoy a las 10:15 a. m.: la página nos bloquea.',
      'No hay consultores en marcha.',
    ]);
    const old = new Date(NOW.getTime() - 40 * 60_000).toISOString();
    expect(shown({ queue: { ...state().queue, person: 1, oldestDueAt: old } }).needs).to.deep.equal([
      'La consulta más antigua espera desde hace unos 40 min.',
    ]);
    expect(shown().needs).to.deep.equal([]);
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
