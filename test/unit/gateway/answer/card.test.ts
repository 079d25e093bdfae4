import { expect } from 'chai';
import { type CensusCard, lookOf, presentCard } from '../../../../services/gateway/answer/card.ts';
import { presentTicket } from '../../../../services/gateway/answer/ticket.ts';
import { type CensusView, failureStatuses, statuses } from '../../../../shared/contract/census.ts';
import { LEADER, NOW, PERSON, viewWith } from '../support/views.ts';

/** As the person sees it, with plain spaces. */
const card = (change: Partial<CensusView>, actor = PERSON): CensusCard => {
  const shown = presentCard(viewWith(change), actor, NOW);
  return JSON.parse(JSON.stringify(shown).replace(/[\u00a0\u202f]/g, ' '));
};

const PLACE = {
  kind: 'active',
  departamento: 'TOLIMA',
  municipio: 'VILLA ESPERANZA',
  puesto: 'ESC RURAL EL ROBLE',
  direccion: 'VDA EL ROBLE',
  mesa: '3',
} as const;
const EARLIER = '2026-05-30T15:00:00.000Z';
const SOON = '2026-05-31T15:05:00.000Z';
const FAILED = {
  status: 'TIMEOUT',
  error: { code: 'timeout', message: 'La página no respondió.' },
} as const;

describe('The census card', () => {
  it('has words, a shape and a tone for every status', () => {
    for (const status of statuses) {
      const { title, short, icon, tone } = lookOf(status);
      for (const part of [title, short, icon, tone]) expect(part, status).to.be.a('string').and.not.equal('');
    }
  });

  it('tells the statuses of an answer and of a failure apart by their words', () => {
    const settled = statuses.filter((status) => status !== 'PENDING' && status !== 'PROCESSING');
    expect(new Set(settled.map((status) => lookOf(status).title)).size).to.equal(settled.length);
  });

  it('never says that somebody has died', () => {
    expect(JSON.stringify(lookOf('CANCELLED_DECEASED'))).not.to.match(/muert|falleci|deceso/i);
  });

  it('says in words when another page answered than the one that is asked first', () => {
    const saidOf = (source?: string) =>
      card({ status: 'ACTIVE', answer: { ...PLACE, source }, answeredAt: EARLIER }).answer?.elsewhere;
    expect(saidOf()).to.equal(undefined);
    expect(saidOf('wsp')).to.equal(
      'de la página anterior de la Registraduría porque la principal no respondía',
    );
    expect(saidOf('propia')).to.match(/^de otra página de la Registraduría \(propia\) porque/);
  });

  it('names the person and the version that it shows', () => {
    expect(card({})).to.include({ userId: PERSON.id, version: 7 });
  });

  describe('while an answer is on its way', () => {
    it('says the place in the queue and when the answer is expected', () => {
      const queue = { position: 4, expectedAt: SOON };
      expect(card({ queue }).waiting).to.equal('Faltan 3 consultas, hacia las 10:05 a. m.');
    });

    it('says why nothing moves, and no time that nobody knows', () => {
      const hold = { reason: 'paused', until: null, message: 'Las consultas están en pausa.' } as const;
      const shown = card({ queue: { position: 4, expectedAt: null }, hold });
      expect(shown.waiting).to.equal('Faltan 3 consultas.');
      expect(shown.hold).to.equal('Las consultas están en pausa.');
    });

    it('says why nothing moves, and when it is tried again', () => {
      const hold = { reason: 'timeout', until: SOON, message: 'La página no responde.' } as const;
      const shown = card({ queue: { position: 4, expectedAt: SOON }, hold });
      expect(shown.hold).to.equal('La página no responde. Probaremos de nuevo hoy a las 10:05 a. m.');
    });

    it('says that it is next, or that one is before it', () => {
      expect(card({ queue: { position: 1, expectedAt: null } }).waiting).to.equal('Es la siguiente.');
      expect(card({ queue: { position: 2, expectedAt: SOON } }).waiting).to.equal(
        'Falta 1 consulta, hacia las 10:05 a. m.',
      );
    });

    it('says how far it is', () => {
      const steps = (change: Partial<CensusView>) =>
        card(change).steps?.map(({ name, state }) => `${name} ${state}`);
      const rest = ['Respuesta next'];
      expect(steps({})).to.deep.equal(['Registrado done', 'En fila now', 'Consultando next', ...rest]);
      const asking = ['Registrado done', 'En fila done', 'Consultando now', ...rest];
      expect(steps({ status: 'PROCESSING' })).to.deep.equal(asking);
      expect(steps({ ...FAILED, nextAttemptAt: SOON })?.[1], 'a retry waits').to.equal('En fila now');
      expect(steps(FAILED)).to.equal(undefined);
      expect(steps({ status: 'ACTIVE', answer: PLACE })).to.equal(undefined);
    });

    it('says that many are before it when nobody counts that far', () => {
      const queue = { position: 5_001, expectedAt: null };
      expect(card({ queue }).waiting).to.equal('Faltan más de 5.000 consultas.');
    });

    it('says that it waits when the place is not known', () => {
      expect(card({}).waiting).to.equal('Su consulta está en la fila.');
    });

    it('says that the page is being asked', () => {
      expect(card({ status: 'PROCESSING' }).waiting).to.match(/^Estamos consultando/);
    });

    it('is live and offers no refresh, to nobody', () => {
      for (const status of ['PENDING', 'PROCESSING'] as const)
        for (const actor of [PERSON, LEADER])
          expect(card({ status }, actor)).to.include({ live: true, refreshAction: null });
    });

    it('shows the last good answer as an earlier one', () => {
      const { answer } = card({ status: 'PROCESSING', answer: PLACE, answeredAt: EARLIER });
      expect(answer).to.include({ isEarlier: true, at: 'el 30 de mayo a las 10:00 a. m.' });
    });
  });

  describe('with an answer', () => {
    it('shows the five fields of a place as they were given', () => {
      const shown = card({ status: 'ACTIVE', answer: PLACE, answeredAt: EARLIER });
      expect(shown).to.include({ live: false, waiting: null, error: null });
      expect(shown.answer).to.deep.equal({
        headline: null,
        ticket: presentTicket(PLACE, true),
        rows: [
          { label: 'Puesto', value: 'ESC RURAL EL ROBLE' },
          { label: 'Mesa', value: '3' },
          { label: 'Dirección', value: 'VDA EL ROBLE' },
          { label: 'Municipio', value: 'VILLA ESPERANZA' },
          { label: 'Departamento', value: 'TOLIMA' },
        ],
        note: null,
        at: 'el 30 de mayo a las 10:00 a. m.',
        on: '30 de mayo de 2026, 10:00 a. m.',
        isEarlier: false,
      });
    });

    it('shows a novedad, and says which details were not given', () => {
      const answer = {
        kind: 'cancelled',
        novedad: 'Baja por Trashumancia',
        resolucion: '',
        fechaNovedad: '',
      } as const;
      const shown = card({ status: 'CANCELLED_OTHER', answer }).answer;
      expect(shown?.rows.map(({ value }) => value)).to.deep.equal([
        'Baja por Trashumancia',
        'No informada',
        'No informada',
      ]);
      expect(shown?.note).to.include('acérquese a la Registraduría');
    });

    it('says what to do when the cédula is not there', () => {
      const shown = card({ status: 'NOT_FOUND', answer: { kind: 'not_found' } }).answer;
      expect(shown?.rows).to.deep.equal([]);
      expect(shown?.note).to.include('inscribirla');
    });
  });

  describe('with another place than before', () => {
    const from = { ...PLACE, mesa: '9' };
    const move = { from, fromAt: EARLIER, changedAt: EARLIER, isNews: true, isUnseen: true };

    it('says so, to the person and to who leads them, while it is news', () => {
      const answered = { status: 'ACTIVE', answer: PLACE, move } as const;
      expect(card(answered).moved?.text).to.equal('Su mesa cambió: antes la 9, ahora la 3.');
      expect(card(answered, LEADER).moved?.text).to.match(/^La mesa cambió/);
      expect(card({ ...answered, move: { ...move, isNews: false } })).to.include({
        moved: null,
        hasMoved: true,
      });
      expect(card({ status: 'ACTIVE', answer: PLACE })).to.include({ moved: null, hasMoved: false });
    });
  });

  describe('after a failure', () => {
    it('says it beside the last good answer', () => {
      const shown = card({ ...FAILED, answer: PLACE, answeredAt: EARLIER });
      expect(shown.error).to.equal('La página no respondió.');
      expect(shown.answer?.isEarlier).to.equal(true);
    });

    it('stays live while it will be tried again, and says when', () => {
      expect(card({ ...FAILED, nextAttemptAt: SOON })).to.include({
        live: true,
        nextAttempt: 'hoy a las 10:05 a. m.',
      });
    });

    it('is at rest when it will not', () => {
      expect(card(FAILED)).to.include({ live: false, nextAttempt: null });
    });

    it('is red only at the end', () => {
      for (const status of failureStatuses) {
        const { error } = FAILED;
        expect(card({ status, error, nextAttemptAt: SOON }).tone, status).to.equal('notice');
        expect(card({ status, error }).tone, status).to.equal('bad');
      }
    });
  });

  describe('offers a refresh', () => {
    const action = (change: Partial<CensusView>, actor = PERSON) =>
      card({ mayRefresh: true, ...change }, actor).refreshAction;

    it('of oneself, at the bookmarked address', () => {
      expect(action({ status: 'TIMEOUT' })).to.equal('/refrescar-cedula/');
    });

    it('of a referred person to their leader', () => {
      expect(action({ status: 'ACTIVE' }, LEADER)).to.equal(`/refrescar-cedula/${PERSON.id}/`);
    });

    it('to nobody who may not, nor while an answer is on its way', () => {
      expect(action({ status: 'TIMEOUT', mayRefresh: false })).to.equal(null);
      expect(action({ status: 'PENDING' })).to.equal(null);
    });

    it('and says from when', () => {
      expect(card({ ...FAILED, refreshableAt: SOON }).refreshableAt).to.equal(SOON);
    });
  });
});
