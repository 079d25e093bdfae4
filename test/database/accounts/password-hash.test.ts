import { expect } from 'chai';
import { hashPassword, verifyPassword } from '../../../services/accounts/users/password-hash.ts';
import { failureOf } from '../../support/failures.ts';

describe('A password hash', () => {
  const PASSWORD = 'contraseña con eñe 🌋';

  it('is that of its password and of no other', async () => {
    const stored = await hashPassword(PASSWORD);

    expect(await verifyPassword(PASSWORD, stored)).to.equal(true);
    expect(await verifyPassword(`${PASSWORD} `, stored)).to.equal(false);
    expect(await verifyPassword('', stored)).to.equal(false);
  });

  it('has a salt of its own', async () => {
    expect(await hashPassword(PASSWORD)).not.to.equal(await hashPassword(PASSWORD));
  });

  it('does not depend on how the keyboard composes accents', async () => {
    const stored = await hashPassword(PASSWORD.normalize('NFD'));

    expect(await verifyPassword(PASSWORD.normalize('NFC'), stored)).to.equal(true);
  });

  it('is checked with the parameters it was made with', async () => {
    const cheaper = (await hashPassword(PASSWORD)).replace('m=64', 'm=128');
    expect(cheaper).to.include('m=128');

    expect(await verifyPassword(PASSWORD, cheaper)).to.equal(false);
  });

  for (const [what, stored] of [
    ['nothing', ''],
    ['a plain text', PASSWORD],
    ['another algorithm', '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA'],
    ['a hash without its tag', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$'],
    ['a hash cut short', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA'],
  ] as const) {
    it(`is a fault, not a wrong password, when ${what} is stored`, async () => {
      expect(await failureOf(verifyPassword(PASSWORD, stored))).to.be.an('error');
    });
  }
});
