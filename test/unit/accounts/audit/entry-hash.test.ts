import { expect } from 'chai';
import { type ChainedEntry, entryHash } from '../../../../services/accounts/audit/entry-hash.ts';

const entry: ChainedEntry = {
  ...{ seq: '1', chainedAt: '1764028800000000', id: '1', at: '1764028800000000', actorId: null },
  ...{ action: 'user.role', subjectIds: '', ip: '10.0.0.1', detail: 'ñ' },
  ...{ since: null, times: null, seen: null },
};
const first = Buffer.alloc(0);

describe('The hash of an entry of the trail', () => {
  it('is another when any of its parts is, or the hash before it', () => {
    const hashes = [
      entryHash(entry, first),
      entryHash(entry, entryHash(entry, first)),
      ...Object.keys(entry).map((part) => entryHash({ ...entry, [part]: '9' }, first)),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).to.equal(hashes.length);
  });

  it('tells where one part ends and the next begins', () => {
    const shifted = { ...entry, ip: '10.0.0.', detail: '1ñ' };
    const forged = { ...entry, ip: '10.0.0.1,2:ñ', detail: '' };
    for (const other of [shifted, forged])
      expect(entryHash(other, first).equals(entryHash(entry, first))).to.equal(false);
  });

  it('is the same for the same', () => {
    expect(entryHash({ ...entry }, first).equals(entryHash(entry, first))).to.equal(true);
  });
});
