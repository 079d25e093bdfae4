import { expect } from 'chai';
import { linkedCode } from '../../../../services/gateway/web/inviter.ts';

describe('The code that a link brings', () => {
  for (const query of [
    'ref=ABCD2345',
    'ref=ABCD2345&ref=ABCD2345',
    'ref=&ref=ABCD2345',
    'REF=ABCD2345',
    'Ref=abcd2345',
    'ref=ABCD2345?utm_source=x',
    'ref=ABCD2345&amp;utm_source=x',
    'utm_source=x&amp;ref=ABCD2345',
    'utm_source=x?ref=ABCD2345',
    'ref%3DABCD2345',
    'ref=ABCD2345%20',
    'ref=+ABCD2345',
    'ref=ABCD2345%E2%80%8B',
    'ref=ABCD2345%2E',
    'ref=ABCD2345)',
    'ref=abcd-2345',
    'ref=ABCD2345%26utm_source%3Dx',
    'ref=ABCD2345&utm=%E0%A4%A',
    'next=%2Fregister%2F%3Fref%3DABCD2345',
    'ref=https%3A%2F%2Fcenso.example.co%2Fregister%2F%3Fref%3DABCD2345',
  ])
    it(`is read out of ?${query}`, () => {
      expect(linkedCode(query)).to.equal('ABCD2345');
    });

  for (const query of ['', 'ref=', 'ref', 'q=ABCD2345', 'href=ABCD2345', 'pref=ABCD2345&a=1'])
    it(`is not read out of ?${query}`, () => {
      expect(linkedCode(query)).to.equal(null);
    });
});
