import { expect } from 'chai';
import { presentBatch, presentPreview } from '../../../../services/gateway/batches/view.ts';
import type { BatchView } from '../../../../shared/contract/batches.ts';
import { NOW } from '../support/views.ts';

/** Browsers and ICU versions differ in their kinds of spaces. */
const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ');

const batch = (change: Partial<BatchView> = {}): BatchView => ({
  id: '55555555-5555-4555-8555-555555555555',
  ...{ total: 40, done: 12, failed: 0, skipped: 0, waiting: 28 },
  requestedAt: '2026-05-31T14:50:00Z',
  finishedAt: null,
  cancelledAt: null,
  expectedAt: '2026-05-31T20:40:00Z',
  hold: null,
  ...change,
});
const ended = { waiting: 0, expectedAt: null, finishedAt: '2026-05-31T14:59:00Z' };

describe('The card of a refresh of many', () => {
  it('says how far it is and when it ends', () => {
    const card = presentBatch(batch(), NOW);
    expect(card).to.include({ state: 'open', tone: 'waiting', done: 12, total: 40 });
    expect(plain(card.progress)).to.equal('12 de 40 · termina hacia las 3:40 p. m.');
    expect(card.notes).to.deep.equal([]);
  });

  it('promises no time while nobody knows one, and says why', () => {
    const hold = { reason: 'paused', until: null, message: 'En pausa.' } as const;
    expect(presentBatch(batch({ expectedAt: null, hold }), NOW)).to.include({
      progress: '12 de 40',
      hold: 'En pausa.',
    });
  });

  it('names those without an answer and those who needed none', () => {
    expect(presentBatch(batch({ failed: 1, skipped: 2 }), NOW).notes).to.deep.equal([
      '1 persona sin respuesta: puede pedir otra consulta más tarde.',
      '2 personas ya no lo necesitaban o no se podían actualizar.',
    ]);
  });

  it('says when it has ended', () => {
    const card = presentBatch(batch({ ...ended, done: 40 }), NOW);
    expect(card).to.include({ state: 'finished', tone: 'good', title: 'Terminada' });
    expect(plain(card.progress)).to.equal('40 de 40 · terminó hoy a las 9:59 a. m.');
  });

  it('says of a cancelled one how many were answered, and what is still on its way', () => {
    const cancelledAt = '2026-05-31T14:59:00Z';
    const card = presentBatch(batch({ ...ended, cancelledAt, failed: 1, skipped: 1 }), NOW);
    expect(card).to.include({
      state: 'cancelled',
      title: 'Cancelada',
      progress: 'Se actualizaron 10 de 40.',
    });
    const one = presentBatch(batch({ ...ended, cancelledAt, done: 1, waiting: 1 }), NOW);
    expect(one.progress).to.equal('Se actualizó 1 de 40.');
    expect(one.notes).to.deep.equal(['Falta 1 consulta que ya había salido: terminará sola.']);
    expect(presentBatch(batch({ ...ended, cancelledAt, waiting: 2 }), NOW).notes).to.deep.equal([
      'Faltan 2 consultas que ya habían salido: terminarán solas.',
    ]);
  });
});

describe('The question before a refresh of many', () => {
  const skipped = { not_allowed: 0, cooldown: 0, in_progress: 0, answered: 0, final: 0 };

  it('names how many, how long and until when', () => {
    const expectedAt = new Date(NOW.getTime() + 105 * 60_000).toISOString();
    const card = presentPreview({ eligible: 1_240, skipped, expectedAt }, NOW);
    expect(card.title).to.equal('¿Consultar a 1.240 personas?');
    expect(plain(card.duration)).to.equal('Tardará unas 1 h 45 min: termina hacia las 11:45 a. m.');
    expect(card.skipped).to.deep.equal([]);
  });

  it('names those who are left out, with the reason in words', () => {
    const card = presentPreview(
      { eligible: 1, skipped: { ...skipped, final: 2, in_progress: 1 }, expectedAt: null },
      NOW,
    );
    expect(card.title).to.equal('¿Consultar a 1 persona?');
    expect(card.duration).to.match(/^Las consultas están detenidas/);
    expect(card.skipped).to.deep.equal([
      { count: '1 persona', why: 'en consulta o en la fila' },
      { count: '2 personas', why: 'con una respuesta que no suele cambiar' },
    ]);
  });

  it('offers those who have an answer as a step of its own, which says what it costs', () => {
    const usual = presentPreview(
      { eligible: 59, skipped: { ...skipped, answered: 246 }, expectedAt: null },
      NOW,
    );
    expect(usual).to.include({ title: '¿Consultar a 59 personas?', answered: '246 personas', cost: null });
    expect(usual.skipped).to.deep.include({ count: '246 personas', why: 'con respuesta' });
    const expectedAt = new Date(NOW.getTime() + 21 * 60_000).toISOString();
    const again = presentPreview({ eligible: 246, skipped, expectedAt }, NOW, true);
    expect(again).to.include({ title: '¿Volver a consultar a 246 personas?', answered: null });
    expect(again.cost).to.match(/turno.*todos/);
    expect(plain(again.duration)).to.match(/^Tardará unos 21 min/);
    const none = presentPreview({ eligible: 0, skipped: { ...skipped, answered: 1 }, expectedAt: null }, NOW);
    expect(none.title).to.match(/ya tienen respuesta$/);
  });

  it('is none when nobody can be refreshed', () => {
    const card = presentPreview({ eligible: 0, skipped: { ...skipped, cooldown: 1 }, expectedAt: null }, NOW);
    expect(card).to.include({
      title: 'Ninguna de las personas elegidas se puede consultar ahora',
      duration: null,
    });
  });
});
