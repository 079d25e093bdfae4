import { expect } from 'chai';
import { createClient, newCedula } from '../support/client.ts';
import { gaps } from '../support/gaps.ts';
import { inBothModes } from '../support/modes.ts';

const PEOPLE = 20;
const SPACING_MS = 1_000;

inBothModes(
  `${PEOPLE} people register at once, with two scrapers where there can be two`,
  { env: { SPACING_MS: String(SPACING_MS), LOOKUP_TIMEOUT_S: '30', LEASE_S: '40' } },
  (system) => {
    it('are all answered, each looked up once, never closer together than the spacing', async () => {
      const { origin, simulator } = system();
      const people = Array.from({ length: PEOPLE }, () => ({
        client: createClient(origin),
        cedula: newCedula('00'),
      }));
      const replies = await Promise.all(people.map(({ client, cedula }) => client.register({ cedula })));
      expect(replies.map(({ status }) => status)).to.deep.equal(people.map(() => 201));

      const views = await Promise.all(people.map(({ client }) => client.censusIn(['ACTIVE'], 90_000)));
      expect(views.map(({ attempt }) => attempt)).to.deep.equal(people.map(() => 1));
      const asked = simulator.lookups.map(({ cedula }) => cedula);
      expect([...asked].sort()).to.deep.equal(people.map(({ cedula }) => cedula).sort());
      expect(Math.min(...gaps(simulator.lookups))).to.be.at.least(SPACING_MS);
      expect(Math.min(...gaps(simulator.pages))).to.be.at.least(SPACING_MS);
    });
  },
);
