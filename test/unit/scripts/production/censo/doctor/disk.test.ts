import { expect } from 'chai';
import { judgeDisk } from '../../../../../../scripts/production/censo/doctor/disk.ts';

describe('What the doctor makes of', () => {
  it('a disk: a fault when it is nearly full, a notice when there is little room', () => {
    expect(judgeDisk(199, '/d').state).to.equal('fault');
    expect(judgeDisk(200, '/d').state).to.equal('notice');
    // Where only a browser writes.
    expect([399, 400].map((mib) => judgeDisk(mib, '/d', false).state)).to.deep.equal(['notice', 'ok']);
    expect(judgeDisk(1_024, '/d')).to.deep.equal({
      state: 'ok',
      detail: '1024 MiB libres en /d',
      remedy: null,
    });
  });
});
