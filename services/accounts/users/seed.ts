import type { EntityManager } from '@mikro-orm/postgresql';
import type { Origin, Role } from '../../../shared/contract/accounts.ts';
import { purposes } from '../../../shared/contract/consent.ts';
import { isAppError } from '../../../shared/errors.ts';
import type { DecidedText } from '../consent/decisions.ts';
import { UserEntity } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { createUser } from './create-user.ts';
import type { NewUser } from './new-user.ts';
import { hashPassword } from './password-hash.ts';

/** Makes the first ADMIN when nobody has this cédula. Without consent, so without a lookup. */
export const seedAdmin = async (
  em: EntityManager,
  { cedula, password }: { cedula: string; password: string },
  now: Date,
): Promise<boolean> => {
  if ((await em.count(UserEntity, { cedula })) > 0) return false;
  const passwordHash = await hashPassword(password);
  const fields = { cedula, nombreCompleto: 'Administración', phone: '', passwordHash } as const;
  return createMissing(em, { ...fields, role: 'ADMIN', referrerId: null, consent: null }, now);
};

/** @returns false when another process that starts at the same moment was faster */
const createMissing = async (em: EntityManager, given: NewUser, now: Date): Promise<boolean> => {
  try {
    await createUser(em, given, now);
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === 'cedula_taken') return false;
    throw error;
  }
};

export interface DemoAccount {
  cedula: string;
  password: string;
  nombreCompleto: string;
  role: Role;
  referredBy?: string;
}

/**
 * Invented people for a first look; the last two digits choose what the simulator answers. Whoever referred somebody
 * comes before them.
 */
export const demoAccounts: readonly DemoAccount[] = [
  {
    cedula: '1000000500',
    password: 'demo-coordinacion',
    nombreCompleto: 'Carmen Coordina',
    role: 'COORDINATOR',
  },
  {
    cedula: '1000000100',
    password: 'demo-lider',
    nombreCompleto: 'Lucía Demostración',
    role: 'LEADER',
    referredBy: '1000000500',
  },
  {
    cedula: '1000000200',
    password: 'demo-persona',
    nombreCompleto: 'Pedro Ejemplo',
    role: 'USER',
    referredBy: '1000000100',
  },
  {
    cedula: '1000000302',
    password: 'demo-novedad',
    nombreCompleto: 'Nora Muestra',
    role: 'USER',
    referredBy: '1000000100',
  },
  { cedula: '1000000400', password: 'demo-admin', nombreCompleto: 'Olga Operación', role: 'ADMIN' },
  { cedula: '1000000600', password: 'demo-operacion', nombreCompleto: 'Óscar Operador', role: 'OPERATOR' },
];

const DEMO_ORIGIN: Origin = { ip: '127.0.0.1', userAgent: 'demostración' };

/** Makes the demo accounts that are missing. */
export const seedDemo = async (
  em: EntityManager,
  { subnetOf, text }: { subnetOf: SubnetOf; text: DecidedText },
  now: Date,
): Promise<void> => {
  const subnet = subnetOf(DEMO_ORIGIN.ip);
  for (const account of demoAccounts) {
    if ((await em.count(UserEntity, { cedula: account.cedula })) > 0) continue;
    const referrer =
      account.referredBy === undefined ? null : await em.findOne(UserEntity, { cedula: account.referredBy });
    const { cedula, nombreCompleto, role, password } = account;
    const passwordHash = await hashPassword(password);
    const referrerId = referrer?.id ?? null;
    const fields = { cedula, nombreCompleto, role, passwordHash, referrerId, phone: '+573000000000' };
    const consent = { purposes, text, channel: 'command', ...DEMO_ORIGIN, subnet } as const;
    await createMissing(em, { ...fields, consent }, now);
  }
};
