import { expect } from 'chai';
import { createRests } from '../../../../services/accounts/push/rests.ts';

const [FCM, APPLE] = ['fcm.googleapis.com', 'web.push.apple.com'];

describe('A push service that is away', () => {
  it('rests, longer each time up to five minutes, and the others go on', () => {
    const rests = createRests();
    let now = 0;
    const lengths = Array.from({ length: 9 }, () => {
      const ms = rests.away(FCM, now);
      now += ms;
      return ms / 1_000;
    });
    expect(lengths).to.deep.equal([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(rests.resting(now - 1)).to.deep.equal([FCM]);
    expect(rests.resting(now)).to.deep.equal([]);
  });

  it('has failed once when what was under way together fails together', () => {
    const rests = createRests();
    expect([1, 2, 3].map(() => rests.away(FCM, 0))).to.deep.equal([5_000, 5_000, 5_000]);
    expect(rests.away(FCM, 5_000)).to.equal(10_000);
  });

  it('rests for as long as it says, an hour at the most', () => {
    const rests = createRests();
    expect(rests.away(FCM, 0, 60_000)).to.equal(60_000);
    expect(rests.away(APPLE, 0, 86_400_000)).to.equal(3_600_000);
  });

  it('begins anew once it has answered', () => {
    const rests = createRests();
    rests.away(FCM, 0);
    rests.back(FCM);
    expect(rests.resting(1)).to.deep.equal([]);
    expect(rests.away(FCM, 1)).to.equal(5_000);
  });
});
