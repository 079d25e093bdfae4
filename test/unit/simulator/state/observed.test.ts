import { expect } from 'chai';
import { createRecentLog } from '../../../../services/simulator/state/observed.ts';

describe('What the simulator has seen', () => {
  it('drops the oldest entries when a list is full', () => {
    const log = createRecentLog<number>(3);
    for (const entry of [1, 2, 3, 4, 5]) log.add(entry);
    expect(log.entries).to.deep.equal([3, 4, 5]);
  });
});
