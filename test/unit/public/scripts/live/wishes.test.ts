import { expect } from 'chai';
import { announcementOf } from '../../../../../public/scripts/live/announcement.ts';
import { createWishes } from '../../../../../public/scripts/live/wishes.ts';

const ANA = { userId: 'ana', name: 'Ana', version: 3 };
const arrived = (userId: string, version: number, failed = false, retryAt: string | null = null) => ({
  userId,
  version,
  failed,
  retryAt,
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

  it('are told once that they failed and are tried again, once that this was the end, and still when they come', () => {
    wishes().add(ANA);
    const soon = '2026-05-31T15:05:00.000Z';
    const told = ([soon, soon, null, null] as const).map(
      (retryAt, index) => wishes().answeredBy(arrived('ana', 4 + index, true, retryAt), null).length,
    );
    expect(told).to.deep.equal([1, 0, 1, 0]);
    expect(wishes().answeredBy(arrived('ana', 9), null)).to.have.length(1);
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
    const said = (one: typeof wish, arrival: ReturnType<typeof arrived>) =>
      announcementOf(one, arrival, Date.parse('2026-05-31T15:00:00Z')).replaceAll('\u00a0', ' ');
    expect(said(wish, arrived('ana', 4))).to.equal('La respuesta de Ana ya llegó: Habilitada');
    expect(said({ ...wish, name: '' }, arrived('me', 4))).to.equal('Su respuesta ya llegó: Habilitada');
    expect(said(wish, arrived('ana', 4, true))).to.equal('La consulta de Ana no tuvo respuesta: Bloqueada');
    expect(said(wish, arrived('ana', 4, true, '2026-05-31T15:05:00.000Z'))).to.equal(
      'La consulta de Ana no tuvo respuesta: Bloqueada. Probamos de nuevo hacia las 10:05 a. m.',
    );
    expect(said(wish, arrived('ana', 4, true, '2026-05-31T15:00:00.000Z'))).to.equal(
      'La consulta de Ana no tuvo respuesta: Bloqueada. Probamos de nuevo en un momento.',
    );
  });
});
