import { expect } from 'chai';
import { scramVerifier } from '../../../../shared/persistence/roles/scram.ts';

describe('What Postgres keeps of a password', () => {
  it('is counted as RFC 5803 says', () => {
    // The example of RFC 7677: user "user", password "pencil".
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    expect(scramVerifier('pencil', salt)).to.equal(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it('is another each time, and has nothing of the password', () => {
    const [one, other] = [scramVerifier('una-clave-larga'), scramVerifier('una-clave-larga')];
    expect(one).not.to.equal(other);
    expect(one).not.to.include('una-clave-larga');
    expect(one).to.match(/^SCRAM-SHA-256\$4096:[\w+/=]+\$[\w+/=]+:[\w+/=]+$/);
  });
});
