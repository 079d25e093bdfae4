import { presentCard } from '../../../../services/gateway/answer/card.ts';
import { presentPlace } from '../../../../services/gateway/answer/places.ts';
import type { CensusView } from '../../../../shared/contract/census.ts';
import { NOW, PERSON, viewWith } from '../support/views.ts';

const AT = '2026-05-31T14:00:00.000Z';
const PLACE = {
  kind: 'active',
  ...{ departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'I.E. LAS ACACIAS' },
  ...{ direccion: 'CL 12 # 3-4', mesa: '7' },
} as const;

const FORMER = {
  ...{ departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'COLISEO <CUBIERTO>' },
  ...{ direccion: 'KR 1 # 2-3', mesa: '12' },
};
/** Where somebody votes, and voted before. */
export const places = [
  presentPlace({ ...PLACE, from: AT, until: AT, source: 'consultacenso' }),
  presentPlace({
    ...FORMER,
    from: '2026-03-01T14:00:00.000Z',
    until: '2026-04-01T14:00:00.000Z',
    source: null,
  }),
];

const card = (change: Partial<CensusView> = {}) => presentCard(viewWith(change), PERSON, NOW);
/** A person's card with an answer, before there is one, and with a failure beside the last answer. */
export const answered = card({ status: 'ACTIVE', answer: PLACE, answeredAt: AT, mayRefresh: true });
export const waiting = card({
  queue: { position: 3, expectedAt: AT },
  hold: { reason: 'paused', message: 'Las consultas están en pausa.', until: null },
});
export const failed = card({
  status: 'TIMEOUT',
  error: { code: 'timeout', message: 'La página no respondió a tiempo.' },
  nextAttemptAt: AT,
  answer: PLACE,
  mayRefresh: true,
  refreshableAt: AT,
});
/** An answer with another place than before. */
export const moved = card({
  ...{ status: 'ACTIVE', answer: PLACE, answeredAt: AT, mayRefresh: true },
  move: { from: FORMER, fromAt: '2026-04-01T14:00:00.000Z', changedAt: AT, isNews: true, isUnseen: false },
});
