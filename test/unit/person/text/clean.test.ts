import { expect } from 'chai';
import { clean, cleanLines } from '../../../../shared/person/text/clean.ts';
import { plainDigits } from '../../../../shared/person/text/digits.ts';
import { plainSigns } from '../../../../shared/person/text/signs.ts';

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n));

describe('A clean text', () => {
  it('has nothing that nobody sees', () => {
    const invisible = [
      ...range(0x200b, 0x200f),
      ...range(0x202a, 0x202e),
      ...range(0x2060, 0x2064),
      ...range(0x2066, 0x2069),
      ...['\ufeff', '\u00ad', '\u034f', '\u061c', '\u180e', '\u3164', '\ufe0f', '\u{e0020}'],
    ];
    for (const mark of invisible)
      expect(clean(`${mark}10${mark}20${mark}`), mark.codePointAt(0)?.toString(16)).to.equal('1020');
  });

  it('has one blank between words, whatever stood there', () => {
    const blanks = [...range(0x09, 0x0d), ' ', '\u0085', '\u00a0', '\u1680', ...range(0x2000, 0x200a)];
    for (const blank of [...blanks, '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\u2800'])
      expect(clean(`${blank}Ana${blank}${blank}Luz${blank}`), blank.codePointAt(0)?.toString(16)).to.equal(
        'Ana Luz',
      );
  });

  it('tells lines and cells from blanks where that is asked', () => {
    expect(cleanLines(' 1\u00a02 \t 3\r\n4\n')).to.equal('1 2\n3\n4');
  });

  it('has composed accents, and wide letters of the usual width', () => {
    expect(clean('Pen\u0303a ＡＮＡ．')).to.equal('Peña ANA.');
  });
});

describe('Digits', () => {
  it('of every script become 0 to 9', () => {
    for (const zero of [
      0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xe50, 0xff10, 0x104a0, 0x1d7ce, 0x1d7d8, 0x1d7f6, 0x1fbf0,
    ])
      expect(plainDigits(range(zero, zero + 9).join('')), zero.toString(16)).to.equal('0123456789');
  });

  it('that are no decimal ones stay: they are read otherwise', () => {
    expect(plainDigits('²①Ⅷ½一')).to.equal('²①Ⅷ½一');
  });
});

describe('Signs', () => {
  it('of a kind become one', () => {
    expect(plainSigns("'’‘‛`´ʼʻʹˈ′‵׳՚")).to.equal("'".repeat(14));
    expect(plainSigns('-‐‑‒–—―−﹣－⁃')).to.equal('-'.repeat(11));
  });
});
