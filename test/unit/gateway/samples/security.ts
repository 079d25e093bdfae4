import type { Pages } from '../../../../services/gateway/context.ts';

/** The pages about who sits at the keyboard. */
export const securityPages = {
  'security/confirm': [
    {
      title: 'Confirme que es usted',
      next: '/',
      isRepeated: false,
      kept: [],
      fields: {},
      hasFactor: false,
      hasPasskey: false,
    },
    {
      ...{
        title: 'Confirme que es usted',
        next: '/admin/usuarios/1/rol/',
        isRepeated: true,
        ...{ hasFactor: true, hasPasskey: true },
      },
      kept: [
        { name: 'role', value: 'LEADER' },
        { name: 'reason', value: '<b>"lidera"</b> el grupo' },
      ],
      fields: { code: 'El código no es correcto.' },
      message: 'El código no es correcto.',
    },
  ],
  'security/security': [
    { title: 'Seguridad', factors: [], codesLeft: 0, mayAddApp: true },
    {
      title: 'Seguridad',
      factors: [
        { id: 'a', label: 'Aplicación de códigos', added: '3 de marzo', used: '' },
        { id: 'b', label: 'Llave de <b>Ana</b>', added: '3 de marzo', used: '4 de marzo' },
      ],
      ...{ codesLeft: 9, mayAddApp: false },
    },
  ],
  'security/codes': [
    { title: 'Códigos de recuperación', codes: ['ABCD-EFGH-JKMN-PQRS', 'TVWX-YZ23-4567-89AB'] },
  ],
  'security/app': [
    { title: 'Aplicación de códigos', qr: '<svg></svg>', secret: 'ABCD EFGH', fields: {} },
    {
      ...{ title: 'Aplicación de códigos', qr: '<svg></svg>', secret: 'ABCD EFGH' },
      ...{ fields: { code: 'El código no es correcto.' }, message: 'El código no es correcto.' },
    },
  ],
  'security/second-step': [
    { title: 'Segundo paso', next: '/', fields: {}, hasPasskey: true, isOver: false },
    {
      ...{ title: 'Segundo paso', next: '/perfil/', hasPasskey: false, isOver: true },
      ...{ fields: { code: 'No es correcto.' }, message: 'No es correcto.' },
    },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
