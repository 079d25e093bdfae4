import { expect } from 'chai';
import { withNewCode } from '../../../../services/accounts/users/create-user.ts';
import type { NewUser, StoredUser } from '../../../../services/accounts/users/new-user.ts';
import type { Ask } from '../../../../shared/persistence/prepared.ts';
import { failureOf, refusalOf } from '../../../support/failures.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const ana: NewUser = {
  ...{ cedula: '1020304050', nombreCompleto: 'Ana Inventada', phone: '+573001234567', passwordHash: 'x' },
  ...{ role: 'USER', referrerId: null, consent: null },
};

describe('A new account', () => {
  /** Answers whether somebody has the cédula. */
  const asking = (isTaken: boolean): Ask => {
    const ask = async () => (isTaken ? [{}] : []);
    return ask as Ask;
  };
  /** Refuses so many, and keeps what it was given. */
  const refusing = (most: number) => {
    const tried: StoredUser[] = [];
    const store = async (user: StoredUser) => tried.push(user) > most;
    return { tried, store };
  };

  it('has an id and a referral code', async () => {
    const { tried, store } = refusing(0);
    const user = await withNewCode(asking(false), ana, NOW, store);
    expect(tried).to.deep.equal([user]);
    expect(user).to.include({ ...ana, createdAt: NOW, shared: false });
    expect(user.referralCode).to.match(/^[A-HJKMNP-Z2-9]{8}$/);
  });

  it('gets another code, and stays the same otherwise, when somebody has the first', async () => {
    const { tried, store } = refusing(2);
    const user = await withNewCode(asking(false), ana, NOW, store);
    expect(tried).to.have.lengthOf(3);
    expect(new Set(tried.map(({ referralCode }) => referralCode)).size).to.equal(3);
    for (const one of tried) expect({ ...one, referralCode: user.referralCode }).to.deep.equal(user);
  });

  it('is refused when somebody has the cédula', async () => {
    const { tried, store } = refusing(9);
    const refusal = await refusalOf(withNewCode(asking(true), ana, NOW, store));
    expect(refusal).to.include({ code: 'cedula_taken', status: 409 });
    expect(tried).to.have.lengthOf(1);
  });

  it('is given up when every code is taken, which no chance does', async () => {
    const { tried, store } = refusing(9);
    expect(String(await failureOf(withNewCode(asking(false), ana, NOW, store)))).to.include('referral code');
    expect(tried).to.have.lengthOf(5);
  });
});
