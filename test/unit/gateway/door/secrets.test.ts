import { expect } from 'chai';
import { createSecrets } from '../../../../services/gateway/door/secrets.ts';

const OLD = 'old-'.repeat(10);
const NEW = 'new-'.repeat(10);

describe('The secrets of the gateways', () => {
  it('open what they sealed, for the same purpose only, and nothing that was changed', () => {
    const secrets = createSecrets([OLD]);
    const sealed = secrets.seal('ticket', 'texto con ñ');
    expect(secrets.unseal('ticket', sealed)).to.equal('texto con ñ');
    expect(secrets.unseal('other', sealed)).to.equal(null);
    expect(createSecrets([NEW]).unseal('ticket', sealed)).to.equal(null);
    for (const forged of ['', '.', sealed.slice(1), `${sealed}a`, sealed.replace('.', '..'), 'a.b'])
      expect(secrets.unseal('ticket', forged), forged).to.equal(null);
  });

  it('open a text in the one way only in which it was sealed', () => {
    const secrets = createSecrets([OLD]);
    const sealed = secrets.seal('ticket', '{"a":1}');
    const [text, signature] = sealed.split('.');
    const lenient = [
      `${sealed}.1`,
      ` ${sealed}`,
      `${sealed}\n`,
      `${text}=.${signature}`,
      `${text}==.${signature}`,
    ];
    const lastBits = `${text?.slice(0, -1)}${text?.endsWith('Q') ? 'R' : 'x'}.${signature}`;
    for (const other of [...lenient, lastBits, `.${signature}`])
      expect(secrets.unseal('ticket', other), JSON.stringify(other)).to.equal(null);
  });

  it('find a signature false that is as long as ours in letters, not in bytes', () => {
    expect(createSecrets([OLD]).unseal('ticket', `eA.${'é'.repeat(43)}`)).to.equal(null);
  });

  it('are changed without a break: what the old one sealed is good while it stands second', () => {
    const sealed = createSecrets([OLD]).seal('ticket', 'texto');
    expect(createSecrets([NEW, OLD]).unseal('ticket', sealed)).to.equal('texto');
    expect(createSecrets([NEW]).unseal('ticket', sealed)).to.equal(null);
  });

  it('name somebody the same in every gateway, and never by what they are', () => {
    const [one, other] = [createSecrets([OLD]), createSecrets([OLD])];
    expect(one.nameOf('cedula', '1020304050')).to.equal(other.nameOf('cedula', '1020304050'));
    expect(one.nameOf('cedula', '1020304050')).to.match(/^[\w-]{22}$/);
    expect(one.nameOf('cedula', '1')).not.to.equal(one.nameOf('address', '1'));
    expect(createSecrets().nameOf('a')).not.to.equal(createSecrets().nameOf('a'));
  });
});
