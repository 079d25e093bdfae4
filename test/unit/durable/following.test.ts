import { expect } from 'chai';
import { following } from '../../../shared/durable/following.ts';
import { failureOf } from '../../support/failures.ts';

const event = {
  userId: '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11',
  referrerId: null,
  status: 'ACTIVE' as const,
  version: 3,
};

describe('A follower', () => {
  let said: string[];
  let broken: string[];
  beforeEach(() => {
    [said, broken] = [[], []];
  });
  const options = () => ({
    log: { warn: (line: string) => said.push(line) },
    broken: (name: string) => void broken.push(name),
  });

  it('gets what keeps its rule', async () => {
    const seen: unknown[] = [];
    await following('census.updated', async (one, id) => void seen.push([one, id]), options())(event, 'a-1');
    expect(seen).to.deep.equal([[event, 'a-1']]);
    expect(said).to.deep.equal([]);
  });

  it('is spared what breaks it, which is told once, and counted, without a value', async () => {
    const receive = following('census.updated', async () => expect.fail('handled'), options());
    await receive({ ...event, status: '1032456789' }, 'a-1');
    expect(said).to.deep.equal(['event a-1 passed over: census.updated breaks its rule: status']);
    expect(broken).to.deep.equal(['census.updated']);
  });

  it('passes on what its handler throws', async () => {
    const receive = following('census.updated', () => Promise.reject(new Error('later')), options());
    expect((await failureOf(receive(event, 'a-1'))).message).to.equal('later');
  });
});
