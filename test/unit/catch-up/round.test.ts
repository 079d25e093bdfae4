import { expect } from 'chai';
import { createMemoryPlaces, type Place, type Places } from '../../../shared/catch-up/places.ts';
import { type Walk, walkRound } from '../../../shared/catch-up/round.ts';
import { type ChangeCursor, type Changed, START_OF_IDS } from '../../../shared/contract/changes.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const START = Date.parse('2026-11-02T12:00:00Z');
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const PAGE = 3;

/** Another service, whose changes come in pages of three. */
const createSource = () => {
  const changes: Changed[] = [];
  const asked: (ChangeCursor | null)[] = [];
  return {
    asked,
    /** Somebody changed at this second. */
    change(n: number, seconds: number) {
      changes.push({ userId: idOf(n), changedAt: at(seconds) });
      changes.sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
    },
    async read(after: ChangeCursor | null) {
      asked.push(after);
      const behind = changes.filter((one) => after === null || keyOf(one) > `${after.at} ${after.id}`);
      return { items: behind.slice(0, PAGE), more: behind.length > PAGE };
    },
  };
};
const keyOf = ({ changedAt, userId }: Changed): string => `${changedAt} ${userId}`;

describe('A round of looking', () => {
  let source: ReturnType<typeof createSource>;
  let seen: string[];
  let clock: FakeClock;
  let places: Places;
  let end: AbortController;

  beforeEach(() => {
    source = createSource();
    seen = [];
    clock = createFakeClock(START);
    end = new AbortController();
    places = createMemoryPlaces({ at: at(0), id: idOf(0) });
  });

  /** Until so many seconds after the start. */
  const until = (second: number) => clock.pass(second * 1_000 - clock.elapsed());
  const round = (walk: Partial<Walk<Changed>> = {}, hurried = false) =>
    walkRound(
      {
        ...{ places, read: source.read, everyMs: 60_000, wholePages: 0, signal: end.signal },
        clock,
        apply: async (items) => void seen.push(...items.map(({ userId }) => userId)),
        ...walk,
      },
      hurried,
    );
  const lookAt = async (second: number): Promise<string[]> => {
    await until(second);
    seen = [];
    await round();
    return seen;
  };

  it('sees everything that is new, over several pages', async () => {
    for (let n = 1; n <= 8; n += 1) source.change(n, n);

    expect(await lookAt(10)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8].map(idOf));
  });

  it('finds later who was committed behind a later change, and who was told of by a clock that is late', async () => {
    source.change(1, 1_000);
    await lookAt(1_000);
    source.change(2, 990);
    source.change(3, 720);

    expect(await lookAt(1_060)).to.include.members([idOf(2), idOf(3)]);
  });

  it('goes on from where it was, a little before that', async () => {
    for (let n = 1; n <= 4; n += 1) source.change(n, n * 1_000);
    await lookAt(4_000);
    source.change(5, 4_030);

    expect(await lookAt(4_060)).to.deep.equal([idOf(4), idOf(5)]);
  });

  it('is not held up by a change of the future', async () => {
    source.change(1, 90_000);
    await lookAt(10);
    source.change(2, 60);

    expect(await lookAt(70)).to.include(idOf(2));
  });

  it('walks over everything again, some pages a round, and then begins anew', async () => {
    for (let n = 1; n <= 7; n += 1) source.change(n, n - 10_000);
    const wholes: number[] = [];
    for (const second of [0, 60, 120, 180]) {
      await until(second);
      seen = [];
      await round({ wholePages: 1 });
      wholes.push(seen.length);
    }

    expect(wholes).to.deep.equal([3, 3, 1, 3]);
    expect(new Set(seen)).to.deep.equal(new Set([1, 2, 3].map(idOf)));
  });

  it('comes when it is due, and at once when somebody is in a hurry', async () => {
    expect(await round()).to.equal(true);
    await until(59);
    expect(await round()).to.equal(false);
    expect(await round({}, true)).to.equal(true);
    await until(119);
    expect(await round()).to.equal(true);
  });

  it('comes again in five seconds when the other service cannot be asked, and where it was', async () => {
    source.change(1, 1);
    const away = round({ read: () => Promise.reject(new Error('away')) });
    expect(await away.catch(String)).to.equal('Error: away');
    await until(4);
    expect(await round()).to.equal(false);
    await until(5);
    expect(await round()).to.equal(true);
    expect(seen).to.deep.equal([idOf(1)]);
  });

  it('says so, and ends, when pages come that lead no further', async () => {
    for (let n = 1; n <= 7; n += 1) source.change(n, n);
    const same = await source.read(null);
    const pages: (ChangeCursor | null)[] = [];
    const read = (after: ChangeCursor | null) => {
      pages.push(after);
      return Promise.resolve(same);
    };
    await until(10);

    expect(await round({ read }).catch(String)).to.match(
      /^Error: a page of changes leads no further than 2026/,
    );
    expect(pages).to.have.lengthOf(2);
    expect(await round({ read: async () => ({ items: [], more: true }) }, true).catch(String)).to.match(
      /no further/,
    );
  });

  it('keeps its place after each page, so that who is ended in the middle goes on there', async () => {
    const kept: Place[] = [];
    const noting: Places = {
      ...places,
      async keep(place, now) {
        kept.push(place);
        await places.keep(place, now);
      },
    };
    for (let n = 1; n <= 7; n += 1) source.change(n, n);
    await until(10);
    await round({ places: noting });

    expect(kept.map(({ recent }) => recent?.at)).to.deep.equal([3, 6, 7].map(at));
    // Whoever it was may be erased, and no later change come.
    expect(new Set(kept.map(({ recent }) => recent?.id))).to.deep.equal(new Set([START_OF_IDS]));
  });

  it('ends at once with its process, also while the other service says nothing', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const silent = round({
      read() {
        resolve();
        return new Promise(() => {});
      },
    });
    await asked;
    end.abort(new Error('this process ends'));

    expect(await silent.catch(String)).to.equal('Error: this process ends');
  });
});
