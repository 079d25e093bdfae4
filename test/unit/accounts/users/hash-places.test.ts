import { expect } from 'chai';
import {
  createHashPlaces,
  type Errand,
  type HashPlaces,
} from '../../../../services/accounts/users/hash-places.ts';
import { refusalOf } from '../../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const HASH_MS = 50;
const PATIENCE_MS = 6_000;

describe('The places for hashing passwords', () => {
  let clock: FakeClock;
  let places: HashPlaces;
  let begun: string[];

  beforeEach(() => {
    clock = createFakeClock();
    places = createHashPlaces({ concurrent: 2, most: 100, patienceMs: PATIENCE_MS, clock });
    begun = [];
  });

  /** One hash for somebody; `begun` says in which order they were begun. */
  const hash = (from: string, errand: Errand = 'login'): Promise<void> => {
    const ended = places.take({ errand, from }, () => {
      begun.push(errand === 'login' ? from : errand);
      return clock.wait(HASH_MS);
    });
    ended.catch(() => undefined);
    return ended;
  };
  const crowd = (size: number, from: string, errand: Errand = 'login'): Promise<void>[] =>
    Array.from({ length: size }, () => hash(from, errand));
  const refused = async (jobs: Promise<void>[]): Promise<number> => {
    const results = await clock.run(Promise.allSettled(jobs));
    return results.filter(({ status }) => status === 'rejected').length;
  };

  it('are as many as may work at once, and everybody who waits has one in the end', async () => {
    const jobs = crowd(10, 'one');
    expect(begun).to.have.lengthOf(2);
    await clock.pass(HASH_MS);
    expect(begun).to.have.lengthOf(4);
    expect(await refused(jobs)).to.equal(0);
  });

  it('let somebody from elsewhere wait for one hash, not for the whole crowd from one block', async () => {
    crowd(50, 'crowd');
    const honest = hash('elsewhere');
    await clock.pass(HASH_MS);
    expect(begun).to.deep.equal(['crowd', 'crowd', 'crowd', 'elsewhere']);
    await clock.run(honest);
  });

  it('have one for an honest login among 320 parallel ones from one block', async () => {
    const flood = crowd(320, 'crowd');
    const honest = hash('elsewhere');
    await clock.pass(HASH_MS);
    expect(begun.at(-1)).to.equal('elsewhere');
    await clock.run(honest);
    // 2 at work, 99 of 100 places: the last one made room.
    expect(await refused(flood)).to.equal(320 - 2 - 99);
  });

  it('refuse whoever is the largest crowd, and nobody for the sake of an equal', async () => {
    places = createHashPlaces({ concurrent: 1, most: 4, patienceMs: PATIENCE_MS, clock });
    const jobs = ['runs', 'a', 'b', 'c', 'd'].map((from) => hash(from));
    expect(await refusalOf(hash('e'))).to.include({ code: 'busy', status: 503, retryAfterS: 5 });
    expect(await refused(jobs)).to.equal(0);
  });

  it('are other ones for registering, logging in and changing a password', async () => {
    const flood = crowd(320, 'crowd');
    const registration = hash('crowd', 'registration');
    const change = hash('crowd', 'change');
    await clock.pass(HASH_MS);
    expect(begun.slice(2)).to.have.members(['registration', 'change']);
    await clock.run(Promise.all([registration, change]));
    await refused(flood);
    begun = [];

    const registrations = crowd(320, 'crowd', 'registration');
    const login = hash('crowd');
    await clock.pass(HASH_MS);
    expect(begun.slice(2)).to.include('crowd');
    await clock.run(login);
    await refused(registrations);
  });

  it('are not given to somebody who has waited for longer than their caller does', async () => {
    places = createHashPlaces({ concurrent: 1, most: 100, patienceMs: PATIENCE_MS, clock });
    const slow = places.take({ errand: 'login', from: 'slow' }, () => clock.wait(2 * PATIENCE_MS));
    const gone = hash('one');
    await clock.pass(PATIENCE_MS);
    expect(await refusalOf(gone)).to.include({ code: 'busy', status: 503 });
    await clock.run(slow);
    expect(begun, 'never looked at').to.deep.equal([]);
    const next = hash('one');
    await clock.run(next);
    expect(clock.waiting(), 'nothing is left behind').to.equal(0);
  });

  it('are free again after work that fails, which fails for its caller only', async () => {
    places = createHashPlaces({ concurrent: 1, most: 100, patienceMs: PATIENCE_MS, clock });
    const failing = places.take({ errand: 'login', from: 'one' }, async () => {
      throw new Error('no memory');
    });
    const next = hash('two');
    expect(await failing.catch((error: Error) => error.message)).to.equal('no memory');
    await clock.run(next);
  });
});
