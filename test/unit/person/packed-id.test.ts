import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { packId, unpackId } from '../../../shared/person/packed-id.ts';

describe('A packed id', () => {
  const ids = Array.from({ length: 50 }, () => randomUUID());

  it('is the same id again, in 22 characters that an address has as they are', () => {
    for (const id of [
      ...ids,
      '00000000-0000-4000-8000-000000000001',
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
    ]) {
      expect(unpackId(packId(id))).to.equal(id);
      expect(encodeURIComponent(packId(id))).to.have.lengthOf(22);
    }
  });

  it('is no other text', () => {
    for (const text of ['', 'x', ids[0] ?? '', `${packId(ids[0] ?? '')}A`, ' '.repeat(22)])
      expect(unpackId(text)).to.equal(undefined);
  });
});
