import { expect } from 'chai';
import { announcementOf, createWishes } from '../../../../../public/scripts/live/wishes.ts';

const ANA = { userId: 'ana', name: 'Ana', version: 3 };
const arrived = (userId: string, version: number, failed = false) => ({
  userId,
  version,
  failed,
  word: failed ? 'Bloqueada' : 'Habilitada',
});

describe('The answers that a tab waits for', () => {
  let now: number;
  let kept: Map<string, string>;
  const wishes = () =>
    createWishes(
      { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) },
      () => now,
    );

  beforeEach(() => {
    now = 0;
    kept = new Map();
  });

  it('are announced once, also on a later page, and those of others never', () => {
    wishes().add(ANA);
    expect(wishes().answeredBy(arrived('somebody', 9), null)).to.deep.equal([]);
    expect(wishes().answeredBy(arrived('ana', 3), null), 'what was known').to.deep.equal([]);
    const [wish] = wishes().answeredBy(arrived('ana', 4), null);
    expect(wish?.name).to.equal('Ana');
    expect(wishes().answeredBy(arrived('ana', 5), null)).to.deep.equal([]);
    expect(wishes().isEmpty()).to.equal(true);
  });

  it('of who is only registering is the own one', () => {
    wishes().add({ userId: '', name: '', version: 0 });
    expect(wishes().answeredBy(arrived('me', 1), null)).to.deep.equal([]);
    expect(wishes().answeredBy(arrived('me', 1), 'me')).to.have.length(1);
  });

  it('are told once that they failed, and still when they come', () => {
    wishes().add(ANA);
    const told = [4, 5].map((version) => wishes().answeredBy(arrived('ana', version, true), null).length);
    expect(told).to.deep.equal([1, 0]);
    expect(wishes().answeredBy(arrived('ana', 6), null)).to.have.length(1);
  });

  it('are forgotten after half an hour, when they are dropped, and when too many wait', () => {
    wishes().add(ANA);
    wishes().drop('ana');
    expect(wishes().isEmpty()).to.equal(true);
    for (let n = 0; n < 25; n += 1) wishes().add({ ...ANA, userId: `p${n}` });
    const waits = (userId: string) => wishes().answeredBy(arrived(userId, 4), null).length;
    expect(['p4', 'p5', 'p24'].map(waits)).to.deep.equal([0, 1, 1]);
    now = 31 * 60_000;
    expect(wishes().isEmpty()).to.equal(true);
  });

  it('do not mind what somebody else left in the storage', () => {
    for (const rubbish of ['{', '7', '[null, {"userId": 1}]']) {
      kept.set('censo-pedidos', rubbish);
      expect(wishes().isEmpty(), rubbish).to.equal(true);
    }
  });

  it('are announced in words', () => {
    const wish = { ...ANA, at: 0 };
    expect(announcementOf(wish, arrived('ana', 4))).to.equal('La respuesta de Ana ya llegó: Habilitada');
    expect(announcementOf({ ...wish, name: '' }, arrived('me', 4))).to.equal(
      'Su respuesta ya llegó: Habilitada',
    );
    expect(announcementOf(wish, arrived('ana', 4, true))).to.equal(
      'La consulta de Ana no tuvo respuesta: Bloqueada',
    );
  });
});
