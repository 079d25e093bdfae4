import type { Role } from '../../../shared/contract/accounts.ts';
import type { Given } from '../consent/decisions.ts';
import type { UserRow } from '../store/entities.ts';

/** Somebody who is to have an account. */
export interface NewUser {
  cedula: string;
  nombreCompleto: string;
  phone: string;
  passwordHash: string;
  role: Role;
  referrerId: string | null;
  /** When the phone was proven; none where nobody can be reached. */
  phoneProvenAt?: Date;
  /** Which browser sent which form, to know its repeat; none for programs. */
  registeredBy?: string | undefined;
  /** Null = no consent, so no lookup. */
  consent: Given | null;
}

/** The same as they are stored: with what nobody gives. */
export type StoredUser = NewUser &
  Pick<UserRow, 'id' | 'referralCode' | 'referralGoal' | 'shared' | 'createdAt'>;
