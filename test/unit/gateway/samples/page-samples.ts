import type { Pages } from '../../../../services/gateway/context.ts';
import { sampleCard } from '../../../../services/gateway/welcome/welcome.ts';
import { accountPages } from './account.ts';
import { consentPages } from './consent.ts';
import { lookupsPages } from './lookups.ts';
import { myDataPages } from './my-data.ts';
import { peoplePages } from './people.ts';
import { phonePages } from './phone.ts';
import { pushPages } from './push.ts';
import { recoveryPages } from './recovery.ts';
import { referralPages } from './referrals.ts';
import { requestsPages } from './requests.ts';
import { securityPages } from './security.ts';
import { sessionPages } from './sessions.ts';

const runBy = { name: 'Fundación <Inventada>', nit: '900.123.456-7', mail: 'datos@example.org' };
const linkPreview = {
  ...{ origin: 'https://censo.example.co', path: '/?ref=ABCD2345', isListed: false },
  ...{ title: 'Lucía le invita a conocer su puesto de votación', description: 'Vea <su> puesto.' },
};

/** What each page is given, as its presenter makes it: with little, and with all that it may show. */
export const pageSamples: { [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] } = {
  ...accountPages,
  ...consentPages,
  ...lookupsPages,
  ...myDataPages,
  ...peoplePages,
  ...phonePages,
  ...pushPages,
  ...recoveryPages,
  ...referralPages,
  ...requestsPages,
  ...securityPages,
  ...sessionPages,
  'welcome/welcome': [
    {
      ...{ title: '¿Dónde voto?', isStill: true, inviter: null, register: '/register/' },
      ...{ runBy, official: 'https://consultacenso.registraduria.gov.co/consultar/' },
      card: sampleCard,
    },
    {
      ...{ title: '¿Dónde voto?', isStill: true, inviter: { code: 'ABCD2345', firstName: 'Lucía' } },
      ...{ register: '/register/?ref=ABCD2345', linkPreview, runBy },
      official: 'https://consultacenso.registraduria.gov.co/consultar/',
      card: sampleCard,
    },
  ],
  'web/expired': [
    {
      ...{ title: 'Envíelo de nuevo', reason: 'old', action: '/perfil/editar/' },
      kept: [{ name: 'nombre_completo', value: 'Ana <Inventada>' }],
      owed: 'password1',
      ...{ secrets: [], typed: [{ label: 'Nombre completo', value: 'Ana <Inventada>' }] },
    },
    {
      ...{
        title: 'Su sesión terminó',
        reason: 'loggedOut',
        action: '/cambiar-password/',
        kept: [],
        typed: [],
      },
      secrets: [{ name: 'password', label: 'Contraseña' }],
      owed: '',
    },
  ],
  'web/error': [
    { title: 'Algo falló', message: 'Intente de nuevo.', code: 'internal', retryAfterS: undefined },
    { title: 'Espere un momento', message: 'Espere.', code: 'rate_limited', retryAfterS: 30 },
  ],
};
