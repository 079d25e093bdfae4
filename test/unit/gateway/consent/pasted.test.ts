import { expect } from 'chai';
import { UnsecuredJWT } from 'jose';
import { codeIn } from '../../../../services/gateway/consent/pasted.ts';

const read = {
  responsible: { name: 'Fundación Inventada', nit: '900.123.456-7' },
  cedula: '••••••4050',
  decisions: [{ purpose: 'lookup', version: '2026-11-26', withdrawnAt: null }],
};
const jws = new UnsecuredJWT({ ...read, iat: 1_795_000_000 }).encode();
const file = { issuedAt: new Date(1_795_000_000_123).toISOString(), ...read, jws, code: 'x' };

describe('What is pasted to be verified', () => {
  it('is a code, a link with one, or a whole file', () => {
    expect(codeIn('a.b.c')).to.equal('a.b.c');
    expect(codeIn('https://portal.example/verificar/?c=a.b-_1.c')).to.equal('a.b-_1.c');
    expect(codeIn(JSON.stringify(file, null, 2))).to.equal(jws);
    expect(codeIn(JSON.stringify({ jws }))).to.equal(jws);
  });

  for (const [name, changed] of Object.entries({
    'another decision': { decisions: [{ ...read.decisions[0], purpose: 'sharing' }] },
    'another person': { cedula: '••••••4051' },
    'another responsible': { responsible: { ...read.responsible, name: 'Otra' } },
    'another day': { issuedAt: '2027-01-01T00:00:00.000Z' },
    'another person, and a link that is sound,': {
      cedula: '••••••4051',
      verify: `https://portal.example/verificar/?c=${jws}`,
    },
    'no signature': { jws: undefined },
    'what is no signature': { jws: 'nada' },
  }))
    it(`is no receipt with ${name} beside what is signed`, () => {
      expect(codeIn(JSON.stringify({ ...file, ...changed }))).to.equal(null);
    });
});
