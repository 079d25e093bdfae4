import { expect } from 'chai';
import { presentElection } from '../../../../services/gateway/ui/election.ts';

const given = { name: 'Elecciones al Congreso', day: '2026-03-08' };
const at = (iso: string) => presentElection(given, new Date(iso));

describe('The election that people come for', () => {
  it('is nothing where the operator names none', () => {
    expect(presentElection(undefined, new Date())).to.equal(null);
  });

  it('has its name, its day and how far it is', () => {
    expect(at('2026-02-24T15:00:00Z')).to.deep.equal({
      name: 'Elecciones al Congreso',
      day: 'domingo 8 de marzo de 2026',
      until: 'Faltan 12 días',
    });
  });

  it('comes nearer by Colombia’s midnights, and is over the day after', () => {
    for (const [moment, until] of [
      ['2026-03-06T15:00:00Z', 'Faltan 2 días'],
      ['2026-03-07T04:59:59Z', 'Faltan 2 días'],
      ['2026-03-07T05:00:00Z', 'Es mañana'],
      ['2026-03-08T05:00:00Z', 'Es hoy'],
      ['2026-03-09T04:59:59Z', 'Es hoy'],
      ['2026-03-09T05:00:00Z', null],
      ['2027-03-09T05:00:00Z', null],
    ] as const)
      expect(at(moment)?.until, moment).to.equal(until);
  });
});
