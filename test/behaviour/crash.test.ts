import { expect } from 'chai';
import { createClient, newCedula } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { inBothModes } from '../support/modes.ts';

inBothModes(
  'A scraper is killed in the middle of a lookup',
  { scrapers: 1, env: { LOOKUP_TIMEOUT_S: '4', LEASE_S: '6' } },
  (system) => {
    it('and the person is answered after the lease has run out, with no help', async () => {
      const { origin, simulator, scraper, kill, start, mode } = system();
      const client = createClient(origin);
      const cedula = newCedula('00');
      simulator.setDelay(3_500);
      await client.register({ cedula });
      await eventually('the query is on its way', () =>
        simulator.lookups.some((lookup) => lookup.cedula === cedula),
      );
      await kill(scraper);
      simulator.setDelay(50);
      await start(scraper);

      const view = await client.censusIn(['ACTIVE'], 40_000);
      expect(view.attempt, 'the crash counts as an attempt').to.equal(2);
      expect(view.answer?.kind).to.equal('active');
      const asked = simulator.lookups.filter((lookup) => lookup.cedula === cedula);
      expect(asked, `lookups in ${mode} mode`).to.have.length(2);
    });
  },
);
