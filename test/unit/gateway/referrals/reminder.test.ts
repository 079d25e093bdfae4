import { expect } from 'chai';
import { portalOf, reminderOf } from '../../../../services/gateway/referrals/reminder.ts';
import type { CensusView } from '../../../../shared/contract/census.ts';
import { viewWith } from '../support/views.ts';

const PORTAL = 'https://portal.invalid';
const ana = { nombreCompleto: 'ANA MARÍA INVENTADA & CÍA', phone: '+573107654321' };
const AT = '2026-05-31T14:00:00.000Z';
const place = {
  kind: 'active',
  ...{
    departamento: 'HUILA',
    municipio: 'NEIVA',
    puesto: 'IE INVENTADA',
    direccion: 'CL 1 # 2-3',
    mesa: '77',
  },
} as const;

const remind = (view: CensusView | null, person: { nombreCompleto: string; phone: string | null } = ana) => {
  const reminder = reminderOf(person, view, PORTAL);
  if (reminder === null) return null;
  const url = new URL(reminder.url);
  return { url, text: url.searchParams.get('text') ?? '' };
};

describe('A reminder by WhatsApp', () => {
  it('opens a chat with the person’s own number, and calls them by their first name', () => {
    const told = remind(viewWith());
    expect(told?.url.origin).to.equal('https://wa.me');
    expect(told?.url.pathname).to.equal('/573107654321');
    expect(told?.text).to.match(/^Hola, Ana: /);
  });

  for (const [phone, number] of [
    ['3107654321', '/573107654321'],
    ['+12133734253', '/12133734253'],
  ] as const)
    it(`is written to ${phone} as ${number}`, () => {
      expect(remind(viewWith(), { ...ana, phone })?.url.pathname).to.equal(number);
    });

  for (const [phone, why] of [
    [null, 'a phone that the reader does not see'],
    ['', 'no phone'],
    ['310 no sé', 'what an earlier release kept as it was typed'],
    ['+576012345678', 'a fixed one'],
  ] as const)
    it(`is not there for ${why}`, () => expect(remind(viewWith(), { ...ana, phone })).to.equal(null));

  it('is not there for who has died', () => {
    const answer = {
      kind: 'cancelled',
      novedad: 'Cancelada por Muerte',
      resolucion: '',
      fechaNovedad: '',
    } as const;
    expect(remind(viewWith({ status: 'CANCELLED_DECEASED', answer }))).to.equal(null);
  });

  const error = { code: 'timeout', message: 'La página no respondió.' } as const;
  for (const [what, view, words, path] of [
    ['nothing is known', null, 'autorice la consulta', '/mis-datos/autorizaciones/'],
    ['they wait', viewWith(), 'sigue en fila', '/perfil/'],
    [
      'it is tried again',
      viewWith({ status: 'TIMEOUT', error, nextAttemptAt: AT }),
      'sigue en fila',
      '/perfil/',
    ],
    ['it failed', viewWith({ status: 'TIMEOUT', error }), 'pida la consulta otra vez', '/perfil/'],
    ['there is a place', viewWith({ status: 'ACTIVE', answer: place }), 'ya está su puesto', '/perfil/'],
    [
      'a later lookup failed',
      viewWith({ status: 'ERROR', error, answer: place }),
      'ya está su puesto',
      '/perfil/',
    ],
    [
      'they are not in it',
      viewWith({ status: 'NOT_FOUND', answer: { kind: 'not_found' } }),
      'ya hay respuesta',
      '/perfil/',
    ],
  ] as const)
    it(`when ${what} says so, and leads to where it is`, () => {
      expect(remind(view)?.text)
        .to.include(words)
        .and.to.match(new RegExp(`${PORTAL}${path}$`));
    });

  it('has neither where they vote nor their cédula nor a whole name in it', () => {
    const { text = '' } = remind(viewWith({ status: 'ACTIVE', answer: place })) ?? {};
    for (const told of ['INVENTADA', 'Inventada', 'NEIVA', '77', 'CL 1', '1000000000'])
      expect(text).not.to.include(told);
  });

  it('knows where the portal is from a link to a registration', () => {
    expect(portalOf(`${PORTAL}/register/?ref=ABCD2345`)).to.equal(PORTAL);
  });
});
