import { expect } from 'chai';
import {
  newCode,
  newLink,
  ownerOfLink,
  purgeOneTimes,
  tryLink,
  useCode,
} from '../../../services/accounts/recovery/one-time.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { createPerson } from './support/people.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const purpose = 'recovery';

describe('A code that is good once', () => {
  const database = useDatabase('accounts');
  let userId: string;
  beforeEach(async () => {
    userId = (await createPerson(database.fork())).id;
  });

  const make = (seconds = 0) => newCode(database.fork(), { userId, purpose, now: at(seconds) });
  const use = (code: string, seconds = 0) =>
    useCode(database.fork(), { userId, purpose, code, now: at(seconds) });
  const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');

  it('is six digits, and let pass once, however it is grouped', async () => {
    const code = await make();
    expect(code).to.match(/^\d{6}$/);
    expect(await use(` ${code.slice(0, 3)} ${code.slice(3)}`)).to.equal(true);
    expect(await use(code)).to.equal(false);
  });

  it('is stored as what nobody reads it from', async () => {
    const code = await make();
    const rows = await database.query('select * from accounts.one_times');
    expect(JSON.stringify(rows)).not.to.include(code);
  });

  it('is over after 15 minutes', async () => {
    const code = await make();
    expect(await use(code, 15 * MINUTE)).to.equal(false);
    const other = await make();
    expect(await use(other, 15 * MINUTE - 1)).to.equal(true);
  });

  it('is over after five wrong tries, also when they come at once', async () => {
    const code = await make();
    await Promise.all(Array.from({ length: 5 }, () => use(wrong(code))));
    expect(await use(code)).to.equal(false);
  });

  it('is let pass once when two send it at the same moment', async () => {
    const code = await make();
    const outcomes = await Promise.all([use(code), use(code), use(code)]);
    expect(outcomes.filter((passed) => passed)).to.have.lengthOf(1);
  });

  it('is over when there is a newer one', async () => {
    const [first, second] = [await make(), await make()];
    if (first !== second) expect(await use(first)).to.equal(false);
    expect(await use(second)).to.equal(true);
  });

  it('may be tried thirty times a day, however many are asked for', async () => {
    for (let round = 0; round < 6; round += 1) {
      const code = await make(round);
      for (let guess = 0; guess < 5; guess += 1) await use(wrong(code), round);
    }
    expect(await use(await make(10), 10), 'the right one, on the same day').to.equal(false);
    expect(await use(await make(DAY), DAY), 'a day later').to.equal(true);
  });

  it('is of one person, for one purpose', async () => {
    const code = await make();
    const other = (await createPerson(database.fork())).id;
    const now = at(0);
    expect(await useCode(database.fork(), { userId: other, purpose, code, now })).to.equal(false);
    expect(await useCode(database.fork(), { userId, purpose: 'phone', code, now })).to.equal(false);
    expect(await useCode(database.fork(), { userId: null, purpose, code, now })).to.equal(false);
    expect(await use(code)).to.equal(true);
  });

  it('is removed once nothing that was counted with it counts any more', async () => {
    await make();
    expect(await purgeOneTimes(database.fork(), at(DAY))).to.equal(0);
    expect(await purgeOneTimes(database.fork(), at(DAY + 15 * MINUTE))).to.equal(1);
  });
});

describe('A link that is good once', () => {
  const database = useDatabase('accounts');
  const link = { purpose: 'recovery_link' } as const;

  it('says whose it is as long as it is good, and to nobody without its token', async () => {
    const { id: userId } = await createPerson(database.fork());
    const token = await newLink(database.fork(), { userId, ...link, now: at(0) });
    expect(Buffer.from(token, 'base64url'), '128 bits').to.have.lengthOf(16);
    const owner = (seconds: number, asked = token) =>
      ownerOfLink(database.fork(), { ...link, token: asked, now: at(seconds) });
    expect(await owner(1)).to.equal(userId);
    expect(await owner(15 * MINUTE)).to.equal(null);
    expect(await owner(1, `${token}a`)).to.equal(null);
    expect(JSON.stringify(await database.query('select * from accounts.one_times'))).not.to.include(token);
  });

  it('is over after five tries', async () => {
    const { id: userId } = await createPerson(database.fork());
    const token = await newLink(database.fork(), { userId, ...link, now: at(0) });
    const attempt = () => tryLink(database.fork(), { ...link, token, now: at(0) });
    for (let tries = 0; tries < 5; tries += 1) expect(await attempt()).to.include({ userId });
    expect(await attempt()).to.equal(null);
  });
});
