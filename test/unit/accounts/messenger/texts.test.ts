import { expect } from 'chai';
import type { MessageKind } from '../../../../services/accounts/messenger/kinds.ts';
import { messageText } from '../../../../services/accounts/messenger/texts.ts';

/** The longest that each value gets. */
const data = {
  code: '000000',
  ending: '00',
  outcome: 'granted',
  date: '30 de septiembre de 2026',
  number: '123456',
  until: '30/09/2026',
};
/** What SMS carries at its full length (GSM 03.38); one other letter, and each counts double. */
const GSM = /^[A-Za-z0-9 \n@£$¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§¿äöñüà¡!"#%&'()*+,\-./:;<=>?]*$/;
const partsOf = (text: string): number => {
  const [single, several] = GSM.test(text) ? [160, 153] : [70, 67];
  return text.length <= single ? 1 : Math.ceil(text.length / several);
};

const codes: MessageKind[] = ['recovery_code', 'phone_code'];
const notices: MessageKind[] = [
  'account_exists',
  'account_recovered',
  'phone_changed',
  'cedula_changed',
  'claim_opened',
  'claim_decided',
  'request_incomplete',
  'retention_notice',
  'erased',
];

describe('The words of a message', () => {
  for (const kind of codes) {
    it(`of ${kind} fit in one SMS, with the code and who sends it`, () => {
      const text = messageText(kind, data);
      expect(partsOf(text), text).to.equal(1);
      expect(text)
        .to.contain('000000')
        .and.to.match(/^Censo Vivo: /);
    });
  }

  for (const kind of notices) {
    it(`of ${kind} fit in two SMS and have no link`, () => {
      for (const outcome of ['granted', 'refused']) {
        const text = messageText(kind, { ...data, outcome });
        expect(partsOf(text), text).to.be.at.most(2);
        expect(text)
          .to.match(/^Censo Vivo: /)
          .and.not.to.contain('http');
      }
    });
  }

  it('are not those of a message that lacks a value', () => {
    expect(() => messageText('phone_code', {})).to.throw('phone_code');
  });

  it('stay on one line, however a value breaks it', () => {
    expect(messageText('retention_notice', { date: 'uno\r\n\u2028dos\0' })).to.contain(' uno dos.');
  });
});
