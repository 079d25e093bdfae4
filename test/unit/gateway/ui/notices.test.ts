import { expect } from 'chai';
import { noticeOf } from '../../../../services/gateway/ui/notices.ts';

describe('What a page says after a redirect', () => {
  it('is one of our own sentences', () => {
    expect(noticeOf({ aviso: 'actualizando' })).to.deep.include({ tone: 'good' });
    expect(noticeOf({ aviso: 'espera' })).to.deep.include({ tone: 'bad' });
  });

  it('is nothing for words that a link brought, or names that every object has', () => {
    for (const aviso of [
      'Llame al 123',
      'constructor',
      '__proto__',
      'toString',
      '',
      ['espera', 'espera'],
      undefined,
    ])
      expect(noticeOf({ aviso }), String(aviso)).to.equal(null);
  });
});
