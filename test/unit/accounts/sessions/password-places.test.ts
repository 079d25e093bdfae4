import { expect } from 'chai';
import {
  createPasswordPlaces,
  type Errand,
  type PasswordPlaces,
} from '../../../../services/accounts/sessions/password-places.ts';
import { refusalOf } from '../../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const HASH_MS = 50;
const PATIENCE_MS = 6_000;

describe('The places for those who bring a password', () => {
  let clock: FakeClock;
  let places: PasswordPlaces;
  let begun: string[];

  beforeEach(() => {
    clock = createFakeClock();
    places = createPasswordPlaces({ concurrent: 2, most: 100, patienceMs: PATIENCE_MS, clock });
    begun = [];
  });

  /** Addresses of a block each, by the names of who comes from there. */
  const blocks = new Map<string, number>();
  const ipOf = (from: string): string => {
    blocks.set(from, blocks.get(from) ?? blocks.size);
    return `203.0.${blocks.get(from)}.${begun.length % 250}`;
  };
  /** One hash for somebody; `begun` says in which order they were begun. */
  const hash = (from: string, errand: Errand = 'login'): Promise<void> => {
    const ended = places.take({ errand, ip: ipOf(from) }, () => {
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

  it('alternate between the addresses of one block', async () => {
    places = createPasswordPlaces({ concurrent: 1, most: 6, patienceMs: PATIENCE_MS, clock });
    const order: string[] = [];
    const from = (ip: string) => {
      const ended = places.take({ errand: 'login', ip }, async () => {
        order.push(ip);
        await clock.wait(HASH_MS);
      });
      ended.catch(() => undefined);
      return ended;
    };
    const crowd = Array.from({ length: 7 }, () => from('203.0.113.1'));
    const elsewhere = from('198.51.100.1');
    const neighbour = from('203.0.113.2');
    await clock.run(Promise.allSettled([...crowd, elsewhere, neighbour]));
    expect(order.slice(0, 5)).to.deep.equal([
      ...['203.0.113.1', '203.0.113.1', '198.51.100.1', '203.0.113.2', '203.0.113.1'],
    ]);
    expect(order, 'two of the crowd left for the others').to.have.lengthOf(7);
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
    places = createPasswordPlaces({ concurrent: 1, most: 4, patienceMs: PATIENCE_MS, clock });
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
    places = createPasswordPlaces({ concurrent: 1, most: 100, patienceMs: PATIENCE_MS, clock });
    const slow = places.take({ errand: 'login', ip: ipOf('slow') }, () => clock.wait(2 * PATIENCE_MS));
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
    places = createPasswordPlaces({ concurrent: 1, most: 100, patienceMs: PATIENCE_MS, clock });
    const failing = places.take({ errand: 'login', ip: ipOf('one') }, async () => {
      throw new Error('no memory');
    });
    const next = hash('two');
    expect(await failing.catch((error: Error) => error.message)).to.equal('no memory');
    await clock.run(next);
  });
});
