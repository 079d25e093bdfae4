import { type RoleName, type RolePasswords, roleNames, serviceRoles } from './role-names.ts';

/** The address with which each part of the portal comes in. */
export type RoleUrls = Record<RoleName, string>;

/** An administrator's address, made into one for each role. A role without a password comes in without one. */
export const roleUrlsOf = (url: string, passwords: RolePasswords): RoleUrls => {
  const urlOf = (name: RoleName): string => {
    const address = new URL(url);
    address.username = serviceRoles[name].role;
    address.password = encodeURIComponent(passwords[name] ?? '');
    return address.href;
  };
  // Each of its names once.
  return Object.fromEntries(roleNames.map((name) => [name, urlOf(name)])) as RoleUrls;
};
