import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { newTotpSecret, totpStep, totpUri } from '../../../../services/accounts/factors/totp.ts';

describe('A code of an authenticator app', () => {
  // RFC 6238, appendix B: the secret "12345678901234567890", of which apps show the last six digits.
  const RFC = Secret.fromLatin1('12345678901234567890').base32;
  const vectors: [seconds: number, code: string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [2_000_000_000, '279037'],
  ];
  for (const [seconds, code] of vectors) {
    it(`is that of the standard at ${seconds} s`, () => {
      expect(totpStep(RFC, code, new Date(seconds * 1_000))).to.equal(Math.floor(seconds / 30));
    });
  }

  it('counts for half a minute more and less, and is known by its step', () => {
    const at = new Date('2026-11-25T12:00:00Z');
    const secret = newTotpSecret();
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const stepAt = (seconds: number) =>
      totpStep(secret, totp.generate({ timestamp: at.getTime() + seconds * 1_000 }), at);
    const step = at.getTime() / 30_000;
    expect([stepAt(-30), stepAt(0), stepAt(30)]).to.deep.equal([step - 1, step, step + 1]);
  });

  it('may have blanks, and is nothing else than six digits', () => {
    const at = new Date(59_000);
    expect(totpStep(RFC, ' 287 082 ', at)).to.equal(1);
    for (const text of ['', '28708', '2870820', '28708a', '-87082', '２８７０８２'])
      expect(totpStep(RFC, text, at), text).to.equal(null);
  });

  it('comes from a secret of 160 bits that is new each time', () => {
    const secrets = [newTotpSecret(), newTotpSecret()];
    expect(new Set(secrets).size).to.equal(2);
    for (const secret of secrets) expect(Secret.fromBase32(secret).bytes).to.have.lengthOf(20);
  });

  it('is offered to an app by an address that names the portal', () => {
    expect(totpUri(RFC, 'Ana …050')).to.match(/^otpauth:\/\/totp\/Censo%20Vivo:Ana.*secret=/);
  });
});
