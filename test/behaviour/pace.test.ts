import { expect } from 'chai';
import { type Client, createClient, newCedula } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { gaps } from '../support/gaps.ts';
import { inBothModes } from '../support/modes.ts';

const PEOPLE = 20;
const SPACING_MS = 1_000;

/** Short waits are not told to the second. */
const HASTE_MS = 1_500;

/** What somebody who waits is told of the wait; null for whoever does not wait any more. */
const promiseTo = async (client: Client) => {
  const view = await client.census();
  if (view?.queue?.expectedAt == null) return null;
  const expectedAt = Date.parse(view.queue.expectedAt);
  return { userId: view.userId, position: view.queue.position, expectedAt, waitMs: expectedAt - Date.now() };
};

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
      await eventually('the queue moves', () => simulator.lookups.length >= 4, 60_000);
      const promises = await Promise.all(people.map(({ client }) => promiseTo(client)));

      const views = await Promise.all(people.map(({ client }) => client.censusIn(['ACTIVE'], 90_000)));
      expect(views.map(({ attempt }) => attempt)).to.deep.equal(people.map(() => 1));
      const asked = simulator.lookups.map(({ cedula }) => cedula);
      expect([...asked].sort()).to.deep.equal(people.map(({ cedula }) => cedula).sort());
      expect(Math.min(...gaps(simulator.lookups))).to.be.at.least(SPACING_MS);
      expect(Math.min(...gaps(simulator.pages))).to.be.at.least(SPACING_MS);

      const told = promises.filter((promise) => promise !== null);
      expect(told, 'most still waited').to.have.length.greaterThan(PEOPLE / 2);
      for (const { userId, position, waitMs, expectedAt } of told) {
        const answeredAt = views.find((view) => view.userId === userId)?.answeredAt ?? '';
        const wrongMs = Math.abs(Date.parse(answeredAt) - expectedAt);
        expect(wrongMs, `place ${position}, told ${waitMs} ms`).to.be.at.most(0.2 * waitMs + HASTE_MS);
      }
    });
  },
);
