import { expect } from 'chai';
import { type Cause, isAllowed } from '../../../../services/census/record/transitions.ts';
import { type Status, statuses } from '../../../../shared/contract/census.ts';

const SETTLED: Status[] = [
  'ACTIVE',
  'NOT_FOUND',
  'CANCELLED_DECEASED',
  'CANCELLED_OTHER',
  'ERROR',
  'TIMEOUT',
  'BLOCKED',
];

const ANSWERED = SETTLED.slice(0, 4);

/** Everything that may happen, by hand: cause, from, to. */
const TABLE: Record<Cause, [from: Status[], to: Status[] | 'the same']> = {
  request: [SETTLED, ['PENDING']],
  coalesce: [['PENDING', 'PROCESSING'], 'the same'],
  cancel: [
    ['PENDING', ...SETTLED.slice(4)],
    ['PENDING', ...SETTLED],
  ],
  schedule: [ANSWERED, 'the same'],
  withdraw: [ANSWERED, 'the same'],
  lease: [['PENDING', ...SETTLED], ['PROCESSING']],
  outcome: [['PROCESSING'], ['PENDING', ...SETTLED]],
  lateOutcome: [
    ['PENDING', 'ERROR', ...ANSWERED],
    ['PENDING', ...SETTLED],
  ],
  expiry: [['PROCESSING'], ['PENDING', 'ERROR', ...ANSWERED]],
  giveBack: [['PROCESSING'], ['PENDING', ...ANSWERED]],
  refund: [SETTLED.slice(4), ['PENDING', ...ANSWERED]],
  discount: [['PENDING', 'PROCESSING', ...ANSWERED], 'the same'],
};

describe('The table of transitions', () => {
  for (const [cause, [froms, tos]] of Object.entries(TABLE)) {
    it(`has for ${cause}: ${froms.join(', ')} → ${tos === 'the same' ? tos : tos.join(', ')}, and nothing else`, () => {
      for (const from of statuses) {
        for (const to of statuses) {
          const expected = froms.includes(from) && (tos === 'the same' ? to === from : tos.includes(to));
          expect(isAllowed(cause as Cause, from, to), `${from} → ${to}`).to.equal(expected);
        }
      }
    });
  }

  it('lets every status be reached and left', () => {
    const causes = Object.keys(TABLE) as Cause[];
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
