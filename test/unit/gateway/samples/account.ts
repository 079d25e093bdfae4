import { presentInvite } from '../../../../services/gateway/account/invite.ts';
import { shareOf } from '../../../../services/gateway/account/share.ts';
import type { Pages } from '../../../../services/gateway/context.ts';
import { answered, failed, moved, places, waiting } from './cards.ts';

const proof = {
  challenge: '{"parameters":{"data":{"form":"<login>"}}}',
  ticket: 'sellado.firma',
  made: '',
  message: 'Hay más ingresos de lo usual desde su conexión. Envíelo de nuevo en 20 segundos.',
  text: 'Puede enviarlo desde las 2:24:07 a. m.',
};
const inviter = { code: 'ABCD2345', firstName: 'Lucía' };
const refused = {
  fields: { cedula: 'La cédula debe tener de 6 a 10 dígitos.' },
  message: 'Revise los datos.',
};

const phone = {
  phone: '+573107654321',
  ...{ confirmedAt: null, pending: null, canConfirm: false, resendAt: null, codeUntil: null },
  recoversFrom: null,
};

/** The pages of `account`. */
/** Nothing is ticked for anybody. */
const undecided = { policyVersion: '2026-11-26b', decided: { lookup: false, sharing: false } };

export const accountPages = {
  'account/home': [
    {
      title: 'Inicio',
      firstName: 'Ana',
      card: answered,
      reloads: false,
      total: 1,
      goal: 1,
      share: shareOf('https://c.co/?ref=A'),
    },
    {
      title: 'Inicio',
      firstName: 'Ana',
      card: waiting,
      reloads: true,
      total: 0,
      goal: 2,
      share: shareOf('https://c.co/?ref=A'),
    },
    {
      title: 'Inicio',
      firstName: 'Ana',
      card: null,
      reloads: false,
      total: 0,
      goal: 1,
      share: shareOf('https://c.co/?ref=A'),
    },
  ],
  'account/invite': [presentInvite('https://censo.invalid/register/?ref=ABCD2345', 'Ana & <Cía>')],
  'account/login': [
    { title: 'Ingresar', next: '/', inviter: null, values: {}, fields: {}, remember: false, proof: null },
    {
      title: 'Ingresar',
      next: '/perfil/',
      inviter,
      values: { cedula: '12' },
      ...refused,
      remember: true,
      proof,
    },
  ],
  'account/logout': [{ title: 'Salir' }],
  'account/password': [
    { title: 'Cambiar contraseña', fields: {}, strength: null },
    {
      title: 'Cambiar contraseña',
      fields: { password2: 'Las dos no son iguales.' },
      message: 'Revise.',
      strength: { score: 1, text: 'Fácil de adivinar' },
    },
  ],
  'account/profile': [
    { title: 'Mi perfil', card: moved, reloads: false, phone, places },
    { title: 'Mi perfil', card: waiting, reloads: true, places: [], phone: { ...phone, canConfirm: true } },
    {
      ...{ title: 'Mi perfil', card: failed, reloads: true, places: [] },
      phone: { ...phone, confirmedAt: '2026-11-26T12:00:00.000Z' },
    },
    {
      ...{ title: 'Mi perfil', card: null, reloads: false, places: [] },
      phone: { ...phone, pending: '+12133734253', canConfirm: true },
    },
  ],
  'account/profile-edit': [
    {
      title: 'Editar mis datos',
      values: { nombre_completo: 'Ana', phone: '300', referral_goal: '10' },
      fields: {},
    },
    { title: 'Editar mis datos', values: {}, fields: { phone: 'Faltan dígitos.' }, message: 'Revise.' },
  ],
  'account/register': [
    {
      ...undecided,
      title: 'Registrarse',
      inviter: null,
      values: { ref: '' },
      fields: {},
      strength: null,
      proof: null,
    },
    {
      ...undecided,
      title: 'Registrarse',
      inviter: { ...inviter, firstName: null },
      values: { ref: 'ABCD2345' },
      fields: {},
      strength: null,
      proof: { ...proof, challenge: null, made: '{"solution":"<1>"}' },
    },
    {
      ...{ title: 'Registrarse', inviter, values: { cedula: '12', ref: 'ABCD2345' }, ...refused, proof },
      strength: { score: 4, text: 'Muy buena' },
      ...{ policyVersion: '2026-11-26b', decided: { lookup: true, sharing: true } },
    },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
