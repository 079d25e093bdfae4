import type { Pages } from '../../../../services/gateway/context.ts';

const ANA = { id: '6e7a1a52-0000-4000-8000-000000000001', nombreCompleto: 'Ana <b>Inventada</b>' };
const LUZ = { id: '6e7a1a52-0000-4000-8000-000000000002', nombreCompleto: 'Luz Inventada' };
const AT = '2026-03-03T15:00:00.000Z';
const wrong = { message: 'Revise los datos marcados.', values: { cedula: '1"2' } };
const back = { url: '/admin/recuperaciones/', label: 'Volver a las recuperaciones' };

/** The pages about getting back into an account. */
export const recoveryPages = {
  'recovery/ask': [
    { title: 'Recuperar la cuenta', sendsCodes: true, values: {}, fields: {} },
    { title: 'Recuperar la cuenta', sendsCodes: true, ...wrong, fields: { cedula: 'Escriba su cédula.' } },
    { title: 'Recuperar la cuenta', sendsCodes: false, values: {}, fields: {} },
  ],
  'recovery/code': [
    {
      title: 'Escriba el código',
      isAsked: true,
      strength: null,
      values: { cedula: '1020304050' },
      fields: {},
    },
    {
      ...{ title: 'Escriba el código', isAsked: false, strength: { score: 1, text: 'Fácil de adivinar' } },
      ...{ ...wrong, fields: { code: 'No es correcto.', password2: 'No son iguales.' } },
    },
  ],
  'recovery/link': [
    { title: 'Contraseña nueva', cedula: '••••••4050', strength: null, fields: {} },
    { title: 'Contraseña nueva', cedula: null, strength: null, fields: {}, message: 'Ya se usó.' },
    {
      ...{ title: 'Contraseña nueva', cedula: '••••••4050', strength: { score: 4, text: 'Muy buena' } },
      ...{ fields: { password1: 'Es muy común.' }, message: 'Revise los datos marcados.' },
    },
  ],
  'recovery/claim': [
    { title: 'Esta cédula es mía', isDone: false, values: {}, fields: {} },
    { title: 'Esta cédula es mía', isDone: true, values: {}, fields: {} },
    {
      ...{ title: 'Esta cédula es mía', isDone: false, message: 'Revise los datos marcados.' },
      values: { cedula: '1', nombre_completo: 'x', phone: '3', contacto: '"', pruebas: '</textarea>' },
      fields: { pruebas: 'Cuente qué puede mostrar.', contacto: 'Escriba cómo ubicarle.' },
    },
  ],
  'recovery/made': [
    {
      title: 'Enlace',
      link: 'https://censo.example.co/recuperar/enlace/',
      qr: '<svg></svg>',
      back,
      isClaim: false,
      tells: true,
    },
    {
      title: 'Enlace',
      link: 'https://censo.example.co/recuperar/enlace/',
      qr: '<svg></svg>',
      back,
      isClaim: true,
      tells: false,
    },
  ],
  'recovery/decisions': [
    { title: 'Peticiones de acceso', requests: [], claims: [], typed: null, tells: true },
    {
      title: 'Peticiones de acceso',
      requests: [
        {
          ...{ id: 'a', kind: 'password', person: ANA, askedBy: LUZ, reason: 'Perdió el celular' },
          ...{ createdAt: AT, when: 'hoy', mayDecide: true },
        },
        {
          ...{ id: 'b', kind: 'factor', person: LUZ, askedBy: null, reason: '<i>', createdAt: AT },
          ...{ when: 'hoy', mayDecide: false },
        },
      ],
      claims: [
        {
          ...{
            id: 'c',
            cedula: '1020304050',
            holder: LUZ,
            nombreCompleto: 'Eva',
            phone: '+573001234567',
            contact: 'En la tarde',
          },
          ...{ evidence: 'La cédula "en persona"', createdAt: AT, when: 'hoy', mayDecide: true },
        },
      ],
      tells: false,
      typed: { id: 'a', reason: 'x', problem: 'Escriba el motivo.' },
    },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;
