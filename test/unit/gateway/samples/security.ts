import type { Pages } from '../../../../services/gateway/context.ts';

/** The pages about who sits at the keyboard. */
export const securityPages = {
  'security/confirm': [
    { title: 'Confirme que es usted', next: '/', isRepeated: false, kept: [], fields: {} },
    {
      ...{ title: 'Confirme que es usted', next: '/admin/usuarios/1/rol/', isRepeated: true },
      kept: [
        { name: 'role', value: 'LEADER' },
        { name: 'reason', value: '<b>"lidera"</b> el grupo' },
      ],
      fields: { password: 'La contraseña no es correcta.' },
      message: 'La contraseña no es correcta.',
    },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
