import { presentCard } from '../../../../services/gateway/answer/card.ts';
import type { CensusView } from '../../../../shared/contract/census.ts';
import { NOW, PERSON, viewWith } from '../support/views.ts';

const AT = '2026-05-31T14:00:00.000Z';
const PLACE = {
  kind: 'active',
  ...{ departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'I.E. LAS ACACIAS' },
  ...{ direccion: 'CL 12 # 3-4', mesa: '7' },
} as const;

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
