import { expect } from 'chai';
import type { Member } from './crowd.ts';

/** Short waits are not told to the second, and the whole suite keeps a machine so busy that lookups take twice their time. */
const HASTE_MS = 4_000;

/** What somebody who waits was told of the wait. Moments in ms since epoch. */
export interface WaitPromise {
  member: Member;
  position: number;
  toldAt: number;
  expectedAt: number;
}

/** What those who wait are told now; whoever has an answer is left out. */
export const promisesTo = async (members: readonly Member[]): Promise<WaitPromise[]> => {
  const told = await Promise.all(
    members.map(async (member): Promise<WaitPromise | null> => {
      const view = await member.client.census();
      if (view?.queue?.expectedAt == null) return null;
      const { position, expectedAt } = view.queue;
      return { member, position, toldAt: Date.now(), expectedAt: Date.parse(expectedAt) };
    }),
  );
  return told.filter((promise) => promise !== null);
};

/** Each was answered when it was said, within 20 % of the wait. The members have settled. */
export const expectHonest = (promises: readonly WaitPromise[]): void => {
  for (const { member, position, toldAt, expectedAt } of promises) {
    const waitMs = expectedAt - toldAt;
    const wrongMs = Math.abs(Date.parse(member.view?.answeredAt ?? '') - expectedAt);
    expect(wrongMs, `place ${position}, told to wait ${waitMs} ms`).to.be.at.most(0.2 * waitMs + HASTE_MS);
  }
};
