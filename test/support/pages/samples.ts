import { shareOf } from '../../../services/gateway/account/share.ts';
import { presentCard } from '../../../services/gateway/answer/card.ts';
import type { Pages } from '../../../services/gateway/context.ts';
import { pageQuery } from '../../../services/gateway/filter/query.ts';
import type { Referred } from '../../../services/gateway/referrals/load.ts';
import { presentList } from '../../../services/gateway/referrals/view.ts';
import { sampleCard } from '../../../services/gateway/welcome/welcome.ts';
import type { Actor, User } from '../../../shared/contract/accounts.ts';
import type { BatchView } from '../../../shared/contract/batches.ts';
import type { Answer, CensusView, Status } from '../../../shared/contract/census.ts';
import { ORIGIN } from './rendered.ts';

const AT = '2026-05-31T14:00:00.000Z';
const NOW = new Date('2026-05-31T15:00:00Z');
const LEADER: Actor = { id: '33333333-3333-4333-8333-333333333333', role: 'LEADER' };

/** Somebody who is registered, another one each time. */
export const somebody = (change: Partial<User> = {}): User => ({
  ...{ id: crypto.randomUUID(), cedula: '1000000000', nombreCompleto: 'Rosa Prueba', phone: '+573001234567' },
  ...{ role: 'USER', referralCode: 'ABCD', referralGoal: 10, createdAt: AT },
  ...change,
});

/** Somebody with an answer, unless told. */
export const referredWith = (person: Partial<User>, change: Partial<CensusView> = {}): Referred => {
  const user = somebody(person);
  const view: CensusView = {
    ...{ userId: user.id, status: 'ACTIVE', attempt: 1, maxAttempts: 3, queue: null, hold: null },
    ...{
      nextAttemptAt: null,
      answeredAt: AT,
      error: null,
      mayRefresh: true,
      refreshableAt: null,
      version: 7,
    },
    answer: {
      ...{ kind: 'active', departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'I.E. LAS ACACIAS' },
      ...{ direccion: 'CL 12 # 3-4', mesa: '7' },
    },
    ...change,
  };
  return { user, view };
};

const batch: BatchView = {
  ...{ id: '22222222-2222-4222-8222-222222222222', total: 40, done: 12, failed: 1, skipped: 2, waiting: 28 },
  ...{ requestedAt: AT, finishedAt: null, cancelledAt: null, expectedAt: AT, hold: null },
};
const counts = { todos: 305, pendientes: 41, encontrados: 226, novedades: 20, errores: 18 };

/** A list as its presenter makes it. */
export const listOf = (
  items: Referred[],
  { status = 'todos', kept = [] as string[], next = null as string | null } = {},
): Pages['referrals/list'] =>
  presentList(
    pageQuery({ status }),
    { items, kept, left: kept, next, previous: null, leader: null, led: {}, counts },
    next === null ? null : batch,
    { actor: LEADER, referralLink: ORIGIN, now: NOW },
  );

const [ana, luz] = [
  referredWith({ nombreCompleto: 'Ana Inventada' }),
  referredWith({ nombreCompleto: 'Luz Inventada' }),
];
const failed = referredWith(
  { nombreCompleto: 'José Inventado' },
  { status: 'TIMEOUT', error: { code: 'timeout', message: 'La página no respondió a tiempo.' } },
);

const waits = referredWith(
  { id: ana.user.id },
  { status: 'PENDING', answer: null, answeredAt: null, version: 6, queue: { position: 1, expectedAt: AT } },
);

const answeredLater = (answer: Answer, status: Status) => {
  const { view } = referredWith({ id: ana.user.id }, { status, answer });
  return view && presentCard(view, ana.user, NOW);
};

/** The pages that tests of looks are about, as their presenters make them. */
export const samples = {
  list: listOf([ana, failed, luz], { next: 'next' }),
  home: {
    ...{ title: 'Inicio', firstName: 'Ana', reloads: false, total: 3, goal: 10 },
    card: ana.view && presentCard(ana.view, LEADER, NOW),
    share: shareOf('https://c.co/?ref=A'),
  },
  /** One's own card before the answer has come. */
  awaited: waits.view && presentCard(waits.view, ana.user, NOW),
  /** Answers that take much room, and little. */
  longPlace: answeredLater(
    {
      ...{ kind: 'active', departamento: 'NORTE DE SANTANDER', municipio: 'VILLA ESPERANZA', mesa: '107' },
      puesto: 'INSTITUCION EDUCATIVA TECNICA AGROPECUARIA NUESTRA SENORA DE LA CANDELARIA SEDE 2',
      direccion: 'CALLE 12 No. 34-56 BARRIO VILLA ESPERANZA ETAPA 2',
    },
    'ACTIVE',
  ),
  notThere: answeredLater({ kind: 'not_found' }, 'NOT_FOUND'),
  /** One's own, with an answer. */
  profile: {
    ...{ title: 'Mi perfil', reloads: false, places: [] },
    card: ana.view && presentCard(ana.view, ana.user, NOW),
    phone: {
      ...{ phone: '+573001234567', confirmedAt: AT, pending: null, canConfirm: false },
      ...{ resendAt: null, codeUntil: null, recoversFrom: null },
    },
  },
  welcome: {
    ...{ title: '¿Dónde voto?', isStill: true, inviter: null, register: '/register/' },
    runBy: { name: 'Fundación Inventada', nit: '900.123.456-7', mail: 'datos@example.org' },
    official: 'https://oficial.example.org/',
    card: sampleCard,
  },
  profileEdit: {
    title: 'Editar mis datos',
    values: { nombre_completo: 'Ana', phone: '300', referral_goal: '10' },
    fields: {},
  },
} satisfies {
  list: Pages['referrals/list'];
  home: Pages['account/home'];
  awaited: Pages['account/home']['card'];
  longPlace: Pages['account/home']['card'];
  notThere: Pages['account/home']['card'];
  profile: Pages['account/profile'];
  welcome: Pages['welcome/welcome'];
  profileEdit: Pages['account/profile-edit'];
};
