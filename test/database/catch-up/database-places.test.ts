import { expect } from 'chai';
import { catchUpAgeS, createDatabasePlaces } from '../../../shared/catch-up/database-places.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';

const BEHIND = { at: at(7).toISOString(), id: '00000000-0000-4000-8000-000000000001' };

describe('The place of a walk, shared by the processes of a service', () => {
  const database = useDatabase('census');
  const fork = () => database.fork();
  const [one, other] = [createDatabasePlaces(fork, 'census'), createDatabasePlaces(fork, 'census')];
  const age = (seconds: number) => catchUpAgeS(fork(), 'census', at(seconds));

  it('is the beginning at first, and then where it was kept, over a restart', async () => {
    expect(await one.take(at(0), false)).to.deep.equal({ recent: null, whole: null });
    await one.keep({ recent: BEHIND, whole: null }, at(1));
    await one.release(at(2), at(60), true);

    expect(await other.take(at(60), false)).to.deep.equal({ recent: BEHIND, whole: null });
  });

  it('is given to one of several who ask at once', async () => {
    const asked = Array.from({ length: 8 }, () => one.take(at(0), false));

    expect((await Promise.all(asked)).filter((place) => place !== null)).to.have.lengthOf(1);
  });

  it('is given to nobody before it is time, unless they are in a hurry, and never while one walks', async () => {
    await one.take(at(0), false);
    expect(await other.take(at(1), true)).to.equal(null);
    await one.release(at(2), at(60), true);

    expect(await other.take(at(59), false)).to.equal(null);
    expect(await other.take(at(59), true)).not.to.equal(null);
  });

  it('is given to another 20 s after the last page of one that died', async () => {
    await one.take(at(0), false);
    await one.keep({ recent: BEHIND, whole: null }, at(10));

    expect(await other.take(at(29), false)).to.equal(null);
    expect(await other.take(at(30), false)).to.deep.equal({ recent: BEHIND, whole: null });
  });

  it('tells how long ago everything new was seen, which a round that failed does not change', async () => {
    expect(await age(0)).to.equal(null);
    await one.take(at(0), false);
    await one.release(at(10), at(60), true);
    expect(await age(15)).to.equal(5);
    await one.take(at(60), false);
    await one.release(at(70), at(75), false);

    expect(await age(80)).to.equal(70);
  });
});
