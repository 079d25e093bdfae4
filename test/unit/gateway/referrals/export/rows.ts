import { randomUUID } from 'node:crypto';
import type { ExportRow } from '../../../../../services/gateway/referrals/export/walk.ts';
import type { User } from '../../../../../shared/contract/accounts.ts';
import type { CensusAnswer } from '../../../../../shared/contract/summary.ts';

/** An invented person. */
export const user = (change: Partial<User> = {}): User => ({
  id: randomUUID(),
  cedula: '1020304050',
  nombreCompleto: 'Ana Inventada',
  phone: '+573001234567',
  role: 'USER',
  referralCode: 'ANA1',
  referralGoal: 10,
  createdAt: '2026-03-02T04:59:00.000Z', // Still the 1st in Bogotá.
  ...change,
});

/** Their answer: a voting place. */
export const answer = (userId: string, change: Partial<CensusAnswer> = {}): CensusAnswer => ({
  userId,
  status: 'ACTIVE',
  answer: {
    kind: 'active',
    departamento: 'ANTIOQUIA',
    municipio: 'EL PEÑOL',
    puesto: 'I.E. "LA INVENTADA"; SEDE 2',
    direccion: 'CR 10 # 20-30',
    mesa: '007',
  },
  answeredAt: '2026-03-02T13:00:00.000Z',
  error: null,
  ...change,
});

export const row = (person: Partial<User> = {}, change: Partial<CensusAnswer> | null = {}): ExportRow => {
  const shown = user(person);
  return { user: shown, answer: change === null ? null : answer(shown.id, change) };
};

export async function* oneByOne<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
