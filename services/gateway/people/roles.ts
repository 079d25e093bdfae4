import { type Role, roles } from '../../../shared/contract/accounts.ts';
import { roleName, withRoleNames } from '../../../shared/policy/role-names.ts';

export { roleName };

export interface RoleOption {
  value: Role;
  label: string;
  chosen: boolean;
}

/** The roles as options of a list. */
export const roleOptions = (chosen: string | undefined): RoleOption[] =>
  roles.map((value) => ({ value, label: roleName(value), chosen: value === chosen }));

/** "USER → LEADER: motivo" with the roles' Spanish names; only those before the reason. */
export const roleChangeText = (detail: string): string => {
  const end = detail.indexOf(':');
  const change = detail.slice(0, end === -1 ? undefined : end);
  return withRoleNames(change) + (end === -1 ? '' : detail.slice(end));
};
