import { type Role, roles } from '../../../shared/contract/accounts.ts';
import { fold } from '../../../shared/person/text/fold.ts';

const names: Record<Role, string> = {
  USER: 'Persona',
  LEADER: 'Líder',
  COORDINATOR: 'Coordinador(a)',
  OPERATOR: 'Operación',
  ADMIN: 'Administración',
};

export const roleName = (role: Role): string => names[role];

/** A role by its Spanish name, with or without its accents, or its code; undefined when it is none. */
export const roleNamed = (text: string): Role | undefined => {
  const wanted = fold(text.trim());
  return roles.find((role) => [role, names[role]].some((name) => fold(name).replace('(a)', '') === wanted));
};

export interface RoleOption {
  value: Role;
  label: string;
  chosen: boolean;
}

/** The roles as options of a list. */
export const roleOptions = (chosen: string | undefined): RoleOption[] =>
  roles.map((value) => ({ value, label: names[value], chosen: value === chosen }));

const word = new RegExp(`\\b(${roles.join('|')})\\b`, 'g');

/** "USER → LEADER: motivo" with the roles' Spanish names; only those before the reason. */
export const roleChangeText = (detail: string): string => {
  const end = detail.indexOf(':');
  const change = detail.slice(0, end === -1 ? undefined : end);
  return change.replace(word, (role) => names[role as Role]) + (end === -1 ? '' : detail.slice(end));
};
