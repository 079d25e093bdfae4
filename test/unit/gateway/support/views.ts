import type { Actor, User } from '../../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../../shared/contract/census.ts';

export const NOW = new Date('2026-05-31T15:00:00Z'); // 10:00 in Bogotá

export const PERSON: Actor = { id: '11111111-1111-4111-8111-111111111111', role: 'USER' };
export const LEADER: Actor = { id: '33333333-3333-4333-8333-333333333333', role: 'LEADER' };

/** What a person who has just registered may see. */
export const viewWith = (change: Partial<CensusView> = {}): CensusView => ({
  userId: PERSON.id,
  status: 'PENDING',
  attempt: 0,
  maxAttempts: 3,
  queue: null,
  hold: null,
  nextAttemptAt: null,
  answer: null,
  answeredAt: null,
  error: null,
  mayRefresh: false,
  refreshableAt: null,
  version: 7,
  ...change,
});

/** Somebody who is registered, another one each time. */
export const personWith = (change: Partial<User> = {}): User => ({
  id: crypto.randomUUID(),
  cedula: '1000000000',
  nombreCompleto: 'Rosa Prueba',
  phone: '+573001234567',
  role: 'USER',
  referralCode: 'ABCD',
  referralGoal: 10,
  createdAt: '2026-05-31T15:00:00Z',
  ...change,
});
