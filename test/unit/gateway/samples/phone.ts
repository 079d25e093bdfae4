import type { Pages } from '../../../../services/gateway/context.ts';

const wait = { phone: '310 765 4321', resendFrom: '3:00:00 p. m.', isLast: false };
const own = {
  ...{ title: 'Su celular', phone: '310 765 4321', confirmedOn: null, pending: null },
  ...{ canConfirm: true, resendFrom: null, wasSent: false, recoversOn: null, fields: {} },
};

/** The pages of `phone`. */
export const phonePages = {
  'phone/register-code': [
    { title: 'Confirme su celular', wait, values: { phone: '310 765 4321' }, fields: {} },
    {
      ...{ title: 'Confirme su celular', wait: { ...wait, resendFrom: null, isLast: true } },
      ...{
        values: { phone: '12' },
        fields: { code: 'Ese código no es.', phone: 'Faltan dígitos.' },
        message: 'Revise.',
      },
    },
    { title: 'Confirme su celular', wait: null, values: {}, fields: {} },
    { title: 'Confirme su celular', wait: null, values: {}, fields: {}, message: 'Regístrese de nuevo.' },
  ],
  'phone/own-phone': [
    { ...own, canConfirm: false },
    own,
    { ...own, recoversOn: '3 de diciembre de 2026' },
    { ...own, wasSent: true, resendFrom: '3:00:00 p. m.', fields: { code: 'No es.' }, message: 'No es.' },
    { ...own, confirmedOn: '26 de noviembre de 2026' },
    { ...own, confirmedOn: '26 de noviembre de 2026', pending: '+1 213 373 4253', wasSent: true },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
