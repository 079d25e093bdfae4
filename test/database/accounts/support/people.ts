import type { EntityManager } from '@mikro-orm/postgresql';
import type { UserRow } from '../../../../services/accounts/store/entities.ts';
import {
  createUser,
  type GivenConsent,
  type NewUser,
} from '../../../../services/accounts/users/create-user.ts';
import type { Actor, Origin } from '../../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../../shared/contract/actions.ts';
import type { Registration } from '../../../../shared/person/rules.ts';
import { START } from '../../support/clock.ts';
import { subnetOf } from './subnet.ts';

export const ip = '192.0.2.7';
export const origin: Origin = { ip, userAgent: 'Mozilla/5.0 (prueba)' };
export const consent: GivenConsent = { ...origin, subnet: subnetOf(ip) };

/** What an invented person types. */
export const ana: Registration = {
  cedula: '1020304050',
  nombreCompleto: 'Ana Inventada',
  phone: '+573001234567',
  password: 'clave-de-ana',
  dataPolicyAccepted: true,
};

export const registrationOf = (
  changes: Partial<Registration> = {},
  ref?: string,
): ActionParams<'accounts.register'> => ({ registration: { ...ana, ...changes }, ref, origin });

let invented = 0;

/** Stores an invented person without hashing a password: nobody logs in as them. */
export const createPerson = (
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
  return createUser(em, person, now);
};

export const actorOf = ({ id, role }: Pick<UserRow, 'id' | 'role'>): Actor => ({ id, role });
