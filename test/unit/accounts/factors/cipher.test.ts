import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createCipher } from '../../../../services/accounts/factors/cipher.ts';

describe('The cipher of secrets', () => {
  const [old, now] = [randomBytes(32), randomBytes(32)];

  it('opens what it has sealed, which is another text each time', () => {
    const cipher = createCipher([now]);
    const [one, two] = [cipher.seal('SECRETO', 'ana'), cipher.seal('SECRETO', 'ana')];
    expect([cipher.open(one, 'ana'), cipher.open(two, 'ana')]).to.deep.equal(['SECRETO', 'SECRETO']);
    expect(one).not.to.equal(two);
    expect(one).not.to.include('SECRETO');
  });

  it('opens nothing for another than whom it was sealed for', () => {
    const cipher = createCipher([now]);
    expect(() => cipher.open(cipher.seal('SECRETO', 'ana'), 'luz')).to.throw();
  });

  it('opens nothing that was changed', () => {
    const cipher = createCipher([now]);
    const [name, text = ''] = cipher.seal('SECRETO', 'ana').split('.');
    const bytes = Buffer.from(text, 'base64url');
    for (const at of [0, 14, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => cipher.open(`${name}.${changed.toString('base64url')}`, 'ana'), `${at}`).to.throw();
    }
    expect(() => cipher.open(`${name}.`, 'ana')).to.throw();
  });

  it('opens what an earlier key sealed while that is still known, and seals with the first', () => {
    const sealed = createCipher([old]).seal('SECRETO', 'ana');
    const both = createCipher([now, old]);
    expect(both.open(sealed, 'ana')).to.equal('SECRETO');
    expect(createCipher([now]).open(both.seal('NUEVO', 'ana'), 'ana')).to.equal('NUEVO');
    expect(() => createCipher([now]).open(sealed, 'ana')).to.throw(/FACTOR_KEY/);
  });

  it('tells what the first key sealed from what has to be sealed anew', () => {
    const both = createCipher([now, old]);
    expect(both.isCurrent(both.seal('SECRETO', 'ana'))).to.equal(true);
    expect(both.isCurrent(createCipher([old]).seal('SECRETO', 'ana'))).to.equal(false);
  });
});
