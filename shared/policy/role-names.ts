import { type Role, roles } from '../contract/accounts.ts';

/** What each role is called where people read of it. */
const names: Record<Role, string> = {
  USER: 'Persona',
  LEADER: 'Líder',
  COORDINATOR: 'Coordinador(a)',
  OPERATOR: 'Operación',
  ADMIN: 'Administración',
};

export const roleName = (role: Role): string => names[role];

const word = new RegExp(`\\b(${roles.join('|')})\\b`, 'g');

/** A text with the roles' Spanish names in it. */
export const withRoleNames = (text: string): string => text.replace(word, (role) => names[role as Role]);
