import { sections } from '../../../../services/gateway/my-data/sections.ts';

export const myDataPages = {
  'my-data/my-data': [
    { title: 'Mis datos', sections },
    {
      title: 'Mis datos',
      sections: [
        { href: '/mis-datos/corregir/', icon: 'pencil-square', title: 'Corregir', text: 'Su nombre.' },
      ],
    },
  ],
  'my-data/erase': [
    { title: 'Borrar mis datos', referrals: 0 },
    { title: 'Borrar mis datos', referrals: 12, message: 'Marque la casilla.' },
  ],
  'my-data/erased': [{ title: 'Cuenta borrada' }],
} as const;
