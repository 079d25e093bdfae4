import { expect } from 'chai';
import {
  formatDay,
  formatDuration,
  formatMoment,
  formatNumber,
  formatPhone,
  formatShortDay,
} from '../../../services/gateway/views/format.ts';

/** Browsers and ICU versions differ in their kinds of spaces. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('Dates for a Colombian', () => {
  const now = new Date('2026-11-23T15:00:00Z'); // 10:00 in Bogotá

  it('are days of Bogotá, wherever the server stands', () => {
    expect(formatDay('2026-11-23T02:00:00Z')).to.equal('22 de noviembre de 2026');
    expect(formatDay('2026-11-23T05:00:00Z')).to.equal('23 de noviembre de 2026');
  });

  it('are short in a table', () => {
    expect(formatShortDay('2026-11-23T02:00:00Z')).to.equal('22 nov 2026');
    expect(formatShortDay('2026-09-01T12:00:00Z')).to.match(/^1 sept? 2026$/);
  });

  it('stand beside numbers with a dot for thousands', () => {
    expect([7, 1_234, 100_000].map(formatNumber)).to.deep.equal(['7', '1.234', '100.000']);
  });

  it('are a time of today', () => {
    expect(plain(formatMoment('2026-11-23T15:32:00Z', now))).to.equal('hoy a las 10:32 a. m.');
  });

  it('are a day and a time otherwise', () => {
    expect(plain(formatMoment('2026-11-22T15:05:00Z', now))).to.equal('el 22 de noviembre a las 10:05 a. m.');
  });

  it('change at midnight in Bogotá', () => {
    expect(plain(formatMoment('2026-11-24T04:59:00Z', now))).to.match(/^hoy a las 11:59/);
    expect(plain(formatMoment('2026-11-24T05:00:00Z', now))).to.match(/^el 24 de noviembre/);
    expect(plain(formatMoment('2026-11-23T04:59:00Z', now))).to.match(/^el 22 de noviembre/);
  });

  it('do not take the same day of another year for today', () => {
    expect(formatMoment('2025-11-23T15:32:00Z', now)).not.to.match(/^hoy/);
  });
});

describe('A phone', () => {
  it('is shown in groups when it has ten digits, else as it is', () => {
    expect(['3001234567', '123', ''].map(formatPhone)).to.deep.equal(['300 123 4567', '123', '']);
  });
});

describe('A number', () => {
  it('has dots between its thousands', () => {
    expect([0, 999, 1_240, 1_000_000].map(formatNumber)).to.deep.equal(['0', '999', '1.240', '1.000.000']);
  });
});

describe('A duration', () => {
  const cases: [minutes: number, words: string][] = [
    [0.2, 'menos de 1 minuto'],
    [1, '1 minuto'],
    [12.4, 'unos 12 minutos'],
    [60, '1 hora'],
    [61, '1 hora y 1 minuto'],
    [200, 'unas 3 horas y 20 minutos'],
    [139 * 60, 'unas 139 horas'],
  ];
  for (const [minutes, words] of cases) {
    it(`of ${minutes} minutes is «${words}»`, () => {
      expect(formatDuration(minutes * 60_000)).to.equal(words);
    });
  }
});
