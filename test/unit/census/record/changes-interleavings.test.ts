import { expect } from 'chai';
import fc from 'fast-check';
import { expire, lease } from '../../../../services/census/record/changes.ts';
import type { RecordRow } from '../../../../services/census/record/record.ts';
import { statuses } from '../../../../shared/contract/census.ts';
import { LEASE, later, POLICY, rowWith } from '../rows.ts';
import { commands, sequences } from './interleavings/commands.ts';
import { check } from './interleavings/invariants.ts';
import { play, type Step } from './interleavings/play.ts';

/** The same on every run, unless SEED says otherwise: then the search is another one. */
const SEARCH = { seed: Number(process.env.SEED ?? 20_260_531), numRuns: 1_000 };

/** @throws Error with the shortest sequence of steps that makes `property` throw */
const always = (property: (steps: Step[]) => void): void =>
  fc.assert(fc.property(sequences, property), SEARCH);

const leased = (row: RecordRow): RecordRow => ({ ...row, ...lease(row, LEASE) });
const expired = (row: RecordRow): RecordRow => ({ ...row, ...expire(row, POLICY, later(180)) });

describe('Any order of requests, leases, crashes and answers', () => {
  it('leaves every record waiting with a time, running with a lease, or at rest, with its good answer', () => {
    let changes = 0;
    always((steps) => {
      changes += play(steps, check).past.length;
    });
    expect(changes, 'enough happened').to.be.greaterThan(5_000);
  });

  it('reaches every status, and lets every command happen', () => {
    const reached = new Set<string>();
    const happened = new Set<string>();
    always((steps) => {
      play(steps, ({ command, after }) => {
        reached.add(after.status);
        happened.add(command);
      });
    });
    expect([...reached]).to.have.members([...statuses]);
    expect([...happened]).to.have.members(commands.map(({ name }) => name));
  });

  it('brings every record to rest when each scraper that takes it crashes', () => {
    always((steps) => {
      let { row } = play(steps);
      if (row.status === 'PROCESSING') row = expired(row);
      let leases = 0;
      while (row.dueAt !== null && leases <= POLICY.maxAttempts) {
        row = expired(leased(row));
        leases += 1;
      }
      expect(leases).to.be.at.most(POLICY.maxAttempts);
      if (leases > 0) expect(row).to.include({ status: 'ERROR', errorCode: 'crash' });
    });
  });

  it('ends in an error after three crashes of a new record', () => {
    let row = rowWith();
    const seen: string[] = [];
    for (let crash = 0; crash < 3; crash += 1) {
      row = expired(leased(row));
      seen.push(row.status);
    }
    expect(seen).to.deep.equal(['PENDING', 'PENDING', 'ERROR']);
    expect(row).to.include({ errorCode: 'crash', dueAt: null });
  });
});
