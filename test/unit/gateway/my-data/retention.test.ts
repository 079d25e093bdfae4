import { expect } from 'chai';
import { retentionText } from '../../../../services/gateway/my-data/retention.ts';
import { dayOfAll } from '../../../../services/gateway/ui/day-of-all.ts';
import { personWith } from '../support/views.ts';

const on = (day: string): Date => new Date(`${day}T12:00:00Z`);
const NOW = on('2026-11-26');

describe('What people read of how long their data are kept', () => {
  it('is nothing where there is no term', () => {
    expect(retentionText({ days: 0, until: undefined }, NOW)).to.equal(null);
  });

  it('says the earlier end first where there are two', () => {
    const soonUnused = retentionText({ days: 100, until: on('2027-10-30') }, NOW) ?? '';
    expect(soonUnused).to.match(/^Si no usa su cuenta por 100 días.*6 de marzo de 2027.*30 de octubre/);
    const soonAll = retentionText({ days: 100, until: on('2026-12-30') }, NOW) ?? '';
    expect(soonAll).to.match(/^Los datos de todas las personas.*30 de diciembre.*Si no usa/);
  });

  it('stands on every page of whoever is logged in for sixty days before the day of all', () => {
    const until = on('2027-06-01');
    const shown = (user: Parameters<typeof dayOfAll>[1], now: Date) =>
      dayOfAll({ days: 0, until }, user, now);
    expect(shown(personWith({}), on('2027-04-01'))).to.equal(null);
    expect(shown(personWith({}), on('2027-04-03'))).to.equal(until.toISOString());
    expect(shown(personWith({ role: 'ADMIN' }), on('2027-04-03'))).to.equal(null);
    expect(shown(undefined, on('2027-04-03'))).to.equal(null);
  });
});
