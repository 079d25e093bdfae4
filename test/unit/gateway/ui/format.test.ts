import { expect } from 'chai';
import {
  formatAbout,
  formatDay,
  formatDuration,
  formatFull,
  formatMoment,
  formatNumber,
  formatShortDay,
} from '../../../../services/gateway/ui/format.ts';

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

  it('are a time of today', () => {
    expect(plain(formatMoment('2026-11-23T15:32:00Z', now))).to.equal('hoy a las 10:32 a. m.');
  });

  it('are a day and a time otherwise', () => {
    expect(plain(formatMoment('2026-11-22T15:05:00Z', now))).to.equal('el 22 de noviembre a las 10:05 a. m.');
  });

  it('read as ICU writes them, each minute of a day and each day of a year', () => {
    const zone = { timeZone: 'America/Bogota' } as const;
    const day = new Intl.DateTimeFormat('es-CO', { ...zone, day: 'numeric', month: 'long', year: 'numeric' });
    const time = new Intl.DateTimeFormat('es-CO', { ...zone, hour: 'numeric', minute: '2-digit' });
    // A day and a minute further each time.
    for (let n = 0; n < 1_440; n += 1) {
      const at = new Date(Date.parse('2026-02-27T05:00:30Z') + n * 86_460_000);
      expect(plain(formatFull(at))).to.equal(plain(`${day.format(at)}, ${time.format(at)}`));
    }
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

describe('Times to come', () => {
  const now = new Date('2026-11-23T15:00:00Z'); // 10:00 in Bogotá

  it('are about a time of today, or of another day', () => {
    expect(plain(formatAbout('2026-11-23T20:40:00Z', now))).to.equal('hacia las 3:40 p. m.');
    expect(plain(formatAbout('2026-11-24T13:05:00Z', now))).to.equal(
      'hacia el 24 de noviembre a las 8:05 a. m.',
    );
  });

  it('last minutes and hours, in words', () => {
    const minutes = [0.2, 1, 45, 60, 105, 1_442];
    expect(minutes.map((count) => plain(formatDuration(count * 60_000)))).to.deep.equal([
      'menos de un minuto',
      'un minuto',
      'unos 45 min',
      'una hora',
      'unas 1 h 45 min',
      'unas 24 h 2 min',
    ]);
  });
});

describe('A number', () => {
  it('has dots between its thousands', () => {
    expect([0, 999, 1_240, 1_000_000].map(formatNumber)).to.deep.equal(['0', '999', '1.240', '1.000.000']);
  });
});
