/** Whom the schemas belong to: migrations run as this role, and nothing else does. */
export const OWNER = 'censo_migrate';

/** The role of each part of the portal that keeps something, which has its own schema and no other. */
export const serviceRoles = {
  accounts: { role: 'censo_accounts', schema: 'accounts' },
  census: { role: 'censo_census', schema: 'census' },
  pace: { role: 'censo_pace', schema: 'scraper' },
} as const;
export type RoleName = keyof typeof serviceRoles;
export const roleNames: readonly RoleName[] = ['accounts', 'census', 'pace'];

/** Who makes backups: reads everything, and changes nothing. There only where it was given a password. */
export const BACKUP = 'censo_backup';

/** A password for each role that is to have one; the others keep theirs. */
export type RolePasswords = Partial<Record<RoleName | 'backup', string>>;
