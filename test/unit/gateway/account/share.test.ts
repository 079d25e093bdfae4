import { expect } from 'chai';
import { shareOf } from '../../../../services/gateway/account/share.ts';

const LINK = 'https://censo.example.co/register/?ref=ABC234';

describe('The ways to share a link', () => {
  it('have the link in a WhatsApp message', () => {
    const { whatsapp } = shareOf(LINK);
    expect(new URL(whatsapp).searchParams.get('text'))
      .to.match(/Regístrese/)
      .and.include(LINK);
  });

  it('have a code to scan that belongs to this link, without styles that the page’s policy forbids', () => {
    const { qr } = shareOf(LINK);
    expect(qr)
      .to.match(/^<svg/)
      .and.not.match(/style=|<style|<script/);
    expect(qr).not.to.equal(shareOf(`${LINK}5`).qr);
  });
});
