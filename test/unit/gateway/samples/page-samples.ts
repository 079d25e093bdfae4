import type { Pages } from '../../../../services/gateway/context.ts';
import { accountPages } from './account.ts';
import { consentPages } from './consent.ts';
import { lookupsPages } from './lookups.ts';
import { myDataPages } from './my-data.ts';
import { peoplePages } from './people.ts';
import { phonePages } from './phone.ts';
import { recoveryPages } from './recovery.ts';
import { referralPages } from './referrals.ts';
import { requestsPages } from './requests.ts';
import { securityPages } from './security.ts';
import { sessionPages } from './sessions.ts';

/** What each page is given, as its presenter makes it: with little, and with all that it may show. */
export const pageSamples: { [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] } = {
  ...accountPages,
  ...consentPages,
  ...lookupsPages,
  ...myDataPages,
  ...peoplePages,
  ...phonePages,
  ...recoveryPages,
  ...referralPages,
  ...requestsPages,
  ...securityPages,
  ...sessionPages,
  'web/expired': [
    {
      ...{ title: 'Envíelo de nuevo', reason: 'old', action: '/perfil/editar/' },
      kept: [{ name: 'nombre_completo', value: 'Ana <Inventada>' }],
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
    },
  ],
  'web/error': [
    { title: 'Algo falló', message: 'Intente de nuevo.', code: 'internal', retryAfterS: undefined },
    { title: 'Espere un momento', message: 'Espere.', code: 'rate_limited', retryAfterS: 30 },
  ],
};
