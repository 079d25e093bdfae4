import { expect } from 'chai';
import { shareOf } from '../../../../services/gateway/account/share.ts';
import { mapLinks } from '../../../../services/gateway/answer/map-links.ts';

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

describe('The links to a map', () => {
  it('search for the place by its words, escaped', () => {
    const { place, directions } = mapLinks({
      departamento: 'TOLIMA',
      municipio: 'VILLA ESPERANZA',
      puesto: 'I.E. ÑÁÑEZ & HIJOS',
      direccion: 'CL 12 # 3-4',
      mesa: '7',
    });
    const words = 'I.E. ÑÁÑEZ & HIJOS, CL 12 # 3-4, VILLA ESPERANZA, TOLIMA, Colombia';
    expect(new URL(place).searchParams.get('query')).to.equal(words);
    expect(new URL(directions).searchParams.get('destination')).to.equal(words);
  });
});
