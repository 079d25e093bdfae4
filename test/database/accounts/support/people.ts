import type { EntityManager } from '@mikro-orm/postgresql';
import type { Given } from '../../../../services/accounts/consent/decisions.ts';
import { UserEntity, type UserRow } from '../../../../services/accounts/store/entities.ts';
import { createUser } from '../../../../services/accounts/users/create-user.ts';
import type { NewUser } from '../../../../services/accounts/users/new-user.ts';
import type { Actor, Origin } from '../../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../../shared/contract/actions.ts';
import type { Registration } from '../../../../shared/person/rules.ts';
import { START } from '../../support/clock.ts';
import { wholeConsent } from './policy.ts';
import { subnetOf } from './subnet.ts';

export const ip = '192.0.2.7';
export const origin: Origin = { ip, userAgent: 'Mozilla/5.0 (prueba)' };
export const consent: Given = { ...wholeConsent, ...origin, subnet: subnetOf(ip) };

/** What an invented person types. */
export const ana: Registration = {
  cedula: '1020304050',
  nombreCompleto: 'Ana Inventada',
  phone: '+573001234567',
  password: 'clave-de-ana',
  dataPolicyAccepted: true,
  lookup: true,
  sharing: true,
};

export const registrationOf = (
  changes: Partial<Registration> = {},
  ref?: string,
): ActionParams<'accounts.register'> => ({
  registration: { ...ana, ...changes },
  ref,
  origin,
  channel: 'web',
});

let invented = 0;

/**
 * Stores an invented person without hashing a password: nobody logs in as them. Without consent they are seen all the same:
 * it is not what most tests are about.
 */
export const createPerson = async (
  em: EntityManager,
  given: Partial<NewUser> = {},
  now: Date = START,
): Promise<UserRow> => {
  invented += 1;
  const cedula = String(1_100_000_000 + invented);
  const person: NewUser = {
    cedula,
    nombreCompleto: 'Persona Inventada',
    phone: '+573009998877',
    passwordHash: 'nobody logs in with this',
    role: 'USER',
    referrerId: null,
    consent: null,
    ...given,
  };
  const row = await createUser(em, person, now);
  if (person.consent !== null) return row;
  await em.nativeUpdate(UserEntity, { id: row.id }, { shared: true });
  row.shared = true;
  return row;
};

export const actorOf = ({ id, role }: Pick<UserRow, 'id' | 'role'>): Actor => ({ id, role });
