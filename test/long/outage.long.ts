import { expect } from 'chai';
import { OUTAGES, type Outage } from '../../services/simulator/wire/outage.ts';
import type { LookupsState } from '../../shared/contract/lookups.ts';
import { eventually } from '../support/eventually.ts';
import { createClient } from '../support/people/client.ts';
import { createCrowd, type Member } from '../support/people/crowd.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin, type System } from '../support/system/system.ts';

const PEOPLE = 50;
/** So many are answered before the page falls down. */
const BEFORE = 15;
const PATIENCE_MS = 240_000;

const env = {
  SPACING_MS: '100',
  // Long enough for two turns on a busy machine: a hang is told by it.
  LOOKUP_TIMEOUT_S: '15',
  LEASE_S: '20',
  MAX_ATTEMPTS: '3',
  OUTAGE_PEOPLE: '3',
  OUTAGE_OPEN_S: '2',
  OUTAGE_MAX_OPEN_S: '4',
  CIRCUIT_THRESHOLD: '5',
  CIRCUIT_OPEN_S: '3',
  CIRCUIT_MAX_OPEN_S: '6',
};

const queriesOf = (system: System, cedula: string, from = 0): number =>
  system.simulator.lookups.filter((lookup) => lookup.cedula === cedula && lookup.at >= from).length;

inBothModes(`An outage in the middle of ${PEOPLE} lookups`, { simulatorDelayMs: 50, env }, (system, mode) => {
  const open = async (): Promise<string | null> => {
    const operator = createClient(system().origin);
    await operator.login(admin);
    const { body } = await operator.get<LookupsState>('/admin/lookups');
    return body.lanes[0]?.circuit === 'closed' ? null : (body.lanes[0]?.openUntil ?? null);
  };

  /** Until the page has been tried again in vain. */
  const lastOut = async (): Promise<void> => {
    const first = await eventually('the circuit opens', open, PATIENCE_MS);
    await eventually(
      'a probe fails',
      async () => {
        const until = await open();
        return until !== null && until > first;
      },
      PATIENCE_MS,
    );
  };

  for (const [outage, what] of Object.entries(OUTAGES) as [Outage, string][]) {
    it(`costs nobody anything, and needs no hand: ${what}`, async function () {
      this.timeout(3 * PATIENCE_MS);
      const { simulator, origin } = system();
      const crowd = createCrowd(origin);
      const answeredBefore = simulator.lookups.length;
      const members = await crowd.join(Array.from({ length: PEOPLE }, () => '00' as const));
      const struck = Date.now();
      await eventually(
        'the first are answered',
        () => simulator.lookups.length - answeredBefore >= BEFORE,
        PATIENCE_MS,
      );
      simulator.setOutage(outage);
      const fell = Date.now();
      await lastOut();

      simulator.setOutage(null);
      const back = Date.now();
      await crowd.settled(members, PATIENCE_MS);

      const ofEach = (count: (member: Member) => number) => members.map(count);
      const during = ofEach(
        ({ cedula }) => queriesOf(system(), cedula, fell) - queriesOf(system(), cedula, back),
      );
      const after = ofEach(({ cedula }) => queriesOf(system(), cedula, back));
      const visits = simulator.pages.filter(({ at }) => at >= fell && at < back).length;
      const visitsAfter = simulator.pages.filter(({ at }) => at >= back).length;
      const settledAt = Math.max(...members.map((member) => member.settledAt ?? 0));
      console.log(
        `${mode}, ${outage}: down ${seconds(back - fell)} s with ${visits} visits and ${sum(during)} queries; after the ` +
          `return ${visitsAfter} visits, ${sum(after)} queries, at most ${Math.max(...after)} a person; ` +
          `all ACTIVE ${seconds(settledAt - back)} s after it (${seconds(settledAt - struck)} s after the last came)`,
      );
      expect(members.filter(({ view }) => view?.status !== 'ACTIVE').map(({ view }) => view)).to.deep.equal(
        [],
      );
      expect(Math.max(...after), 'queries of one person after the return').to.be.at.most(1);
      expect(Math.max(...members.map(({ view }) => view?.attempt ?? 0)), 'attempts').to.equal(1);
    });
  }
});

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
