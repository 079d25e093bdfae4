import { expect } from 'chai';
import fc from 'fast-check';
import { parseReferralCode, REFERRAL_CODE_ALPHABET } from '../../../shared/person/referral-code.ts';

const CODE = 'ABCD2345';

describe('A referral code', () => {
  for (const given of [
    'ABCD2345',
    'abcd2345',
    ' ABCD2345\n',
    'ABCD 2345',
    'abcd-2345',
    'AB CD 23 45',
    'ABCD\u20112345',
    'ABCD\u200b2345\ufeff',
    '\u202aABCD2345\u202c',
    'ＡＢＣＤ２３４５',
    'ABCD\u00a02345',
    'ABCD2345.',
    '(ABCD2345)',
    '«ABCD2345»,',
    '*ABCD2345*',
    'ABCD2345 Gracias',
    'Código: ABCD2345',
    'Mi código es abcd2345.',
    'ref: ABCD2345',
    'Hola Juan ABCD2345',
    'censo.example.co/register/ABCD2345',
    'Su código, para quien prefiera escribirlo: ABCD2345',
    'https://censo.example.co/register/%3Fref%3DABCD2345',
    'https://chat.example/?text=Consulte%20https%3A%2F%2Fcenso.example.co%2Fregister%2F%3Fref%3DABCD2345%26a%3D1',
    'https://censo.example.co/register/?ref=ABCD2345',
    'https://censo.example.co/register/?ref=abcd2345&utm_source=chat',
    'censo.example.co/register/?utm_source=chat&ref=ABCD2345#registro',
    'censo.example.co/register/?utm_source=chat&amp;REF=ABCD2345',
    'Consulte conmigo su puesto de votación. Regístrese aquí: https://censo.example.co/register/?ref=ABCD2345',
    'Entre a https://censo.example.co/register/?ref=ABCD2345. Es gratis (y rápido).',
    '(https://censo.example.co/register/?ref=ABCD2345)',
    '?ref=ABCD2345?utm_source=x',
    'ref=ABCD2345',
    'https://censo.example.co/register/?ref=https://censo.example.co/register/?ref=ABCD2345',
    '?ref=AQUI&ref=ABCD2345',
    '?ref=ABCD2345&ref=AQUI',
  ]) {
    it(`is read out of ${JSON.stringify(given)}`, () => {
      expect(parseReferralCode(given)).to.equal(CODE);
    });
  }

  for (const given of [
    '',
    ' ',
    '—',
    '\u200b',
    'https://censo.example.co/register/',
    'A'.repeat(17),
    'ref=',
    '?ref=&a=1',
  ])
    it(`is not read out of ${JSON.stringify(given)}`, () => {
      expect(parseReferralCode(given)).to.equal(null);
    });

  it('is not cut out of a longer one: that would be somebody else’s', () => {
    expect(parseReferralCode('ABCD23456')).to.equal('ABCD23456');
    expect(parseReferralCode('https://a.example/?ref=ABCD23456')).to.equal('ABCD23456');
  });

  it('is the same however it is spaced and cased, and whatever else it is read out of, of one kind', () => {
    const alphabet = [...REFERRAL_CODE_ALPHABET];
    const code = fc.array(fc.constantFrom(...alphabet), { minLength: 8, maxLength: 8 });
    const joint = fc.constantFrom('', ' ', '-', '\u200b', '\u00a0', '\u2013');
    fc.assert(
      fc.property(
        code,
        fc.array(joint, { minLength: 8, maxLength: 8 }),
        fc.boolean(),
        (letters, joints, small) => {
          const typed = letters.map((letter, n) => letter + joints[n]).join('');
          expect(parseReferralCode(small ? typed.toLowerCase() : typed)).to.equal(letters.join(''));
        },
      ),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseReferralCode(text) ?? '').to.match(/^[A-Z0-9]{0,16}$/);
      }),
      { seed: 1 },
    );
  });
});
