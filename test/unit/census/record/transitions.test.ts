import { expect } from 'chai';
import { type Cause, causes, isAllowed } from '../../../../services/census/record/transitions.ts';
import {
  answeredStatuses as ANSWERED,
  failureStatuses as FAILED,
  type Status,
  statuses,
} from '../../../../shared/contract/census.ts';

const RESTING: readonly Status[] = [...ANSWERED, ...FAILED];
const NOT_RUNNING: readonly Status[] = ['PENDING', ...RESTING];

const reachedFrom = (cause: Cause, from: Status) => statuses.filter((to) => isAllowed(cause, from, to));
/** From which statuses a cause leads anywhere. */
const startsOf = (cause: Cause) => statuses.filter((from) => reachedFrom(cause, from).length > 0);
/** Where it leads, which must be the same from each of them. */
const endsOf = (cause: Cause): readonly Status[] => {
  const [first, ...others] = startsOf(cause).map((from) => reachedFrom(cause, from));
  for (const ends of others) expect(ends, cause).to.deep.equal(first);
  return first ?? [];
};
/** It changes what it may without the status. */
const expectToKeep = (cause: Cause, kept: readonly Status[]) => {
  expect(startsOf(cause)).to.have.members(kept);
  for (const status of kept) expect(reachedFrom(cause, status), cause).to.deep.equal([status]);
};

describe('The table of transitions', () => {
  it('begins a lookup by a lease alone, of whatever does not run', () => {
    expect(startsOf('lease')).to.have.members(NOT_RUNNING);
    expect(endsOf('lease')).to.deep.equal(['PROCESSING']);
    const others = NOT_RUNNING.flatMap((from) =>
      causes.filter((cause) => isAllowed(cause, from, 'PROCESSING')),
    );
    expect(new Set(others)).to.deep.equal(new Set(['lease']));
  });

  it('ends it by a report, a return or the end of its lease alone, which are of nothing else', () => {
    const ending = causes.filter((cause) =>
      reachedFrom(cause, 'PROCESSING').some((to) => to !== 'PROCESSING'),
    );
    expect(ending).to.have.members(['outcome', 'giveBack', 'expiry']);
    for (const cause of ending) expect(startsOf(cause), cause).to.deep.equal(['PROCESSING']);
  });

  it('lets a report mean anything but that the lookup runs on', () => {
    expect(endsOf('outcome')).to.have.members(NOT_RUNNING);
  });

  it('makes an error at worst of a lease that ran out, and no failure of one that was given back', () => {
    expect(endsOf('giveBack')).to.have.members(['PENDING', ...ANSWERED]);
    expect(endsOf('expiry')).to.have.members([...endsOf('giveBack'), 'ERROR']);
  });

  it('takes a late report of what became of a lease that ran out, as a report in time', () => {
    expect(startsOf('lateOutcome')).to.have.members(endsOf('expiry'));
    expect(endsOf('lateOutcome')).to.have.members(endsOf('outcome'));
  });

  it('lets a request start over what rests, and nothing else', () => {
    expect(startsOf('request')).to.have.members(RESTING);
    expect(endsOf('request')).to.deep.equal(['PENDING']);
  });

  it('lets what waits or runs be asked for again as it is', () => {
    expectToKeep('coalesce', ['PENDING', 'PROCESSING']);
  });

  it('lets an answer stand while a check of it is planned, and when it is not made', () => {
    expectToKeep('schedule', ANSWERED);
    expectToKeep('withdraw', ANSWERED);
  });

  it('lets a failure that is nobody’s fault wait again, as if it was given back; of others only the attempts change', () => {
    expect(startsOf('refund')).to.have.members(FAILED);
    expect(endsOf('refund')).to.have.members(endsOf('giveBack'));
    expectToKeep(
      'discount',
      statuses.filter((status) => !startsOf('refund').includes(status)),
    );
  });

  it('lets a batch be cancelled for who waits or has failed in it: they are again whatever they were', () => {
    expect(startsOf('cancel')).to.have.members(['PENDING', ...FAILED]);
    expect(endsOf('cancel')).to.have.members(NOT_RUNNING);
  });

  it('lets every status be reached and left', () => {
    const can = (from: Status, to: Status) => causes.some((cause) => isAllowed(cause, from, to));
    for (const status of statuses) {
      expect(
        statuses.some((to) => to !== status && can(status, to)),
        `${status} can be left`,
      ).to.equal(true);
      expect(
        statuses.some((from) => from !== status && can(from, status)),
        `${status} is reached`,
      ).to.equal(true);
    }
  });
});
