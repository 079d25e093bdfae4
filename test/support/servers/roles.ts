import { accountsSchema } from '../../../services/accounts/store/schema.ts';
import { censusSchema } from '../../../services/census/store/schema.ts';
import { migrate } from '../../../shared/persistence/migrate.ts';
import { prepareRoles } from '../../../shared/persistence/roles/prepare-roles.ts';
import { OWNER, type RoleName } from '../../../shared/persistence/roles/role-names.ts';
import { roleUrlsOf } from '../../../shared/persistence/roles/role-urls.ts';

const silent = { info: () => {}, warn: () => {} };

/** For the servers of tests only. */
export const rolePasswords: Record<RoleName, string> = {
  accounts: 'clave-de-accounts-en-pruebas',
  census: 'clave-de-census-en-pruebas',
  pace: 'clave-de-pace-en-pruebas',
};

/** The address with which a service comes in. @param url an administrator's */
export const roleUrl = (url: string, name: RoleName): string => roleUrlsOf(url, rolePasswords)[name];

/** Makes the roles and both schemas, as `censo migrate` does. @param url an administrator's */
export const prepareDatabase = async (url: string): Promise<void> => {
  await prepareRoles(url, rolePasswords);
  for (const { schema, migrations, grants } of [accountsSchema, censusSchema])
    await migrate({ url, role: OWNER, schema, migrations, grants, log: silent });
};
