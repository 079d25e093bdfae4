import { demoAccounts } from '../../services/accounts/users/seed.ts';
import { roleName } from '../../services/gateway/people/roles.ts';
import type { Config } from '../../shared/config/config.ts';

const INVENTED =
  'Para que haya qué ver, quien lidera tiene 300 personas y quien coordina 12 líderes: todas inventadas (DEMO_PEOPLE=0 no las crea).';

/** What the terminal shows under the address: the demo accounts, and what the data are. */
export const demoNotice = (config: Config): string => {
  if (!config.simulatedData) return '';
  const warning = 'Datos simulados: los puestos de votación son inventados.';
  if (!config.demoAccounts) return `${warning}\n`;
  const rows = demoAccounts.map(
    ({ cedula, password, role }) =>
      `  ${roleName(role).padEnd(15)} cédula ${cedula}   contraseña ${password}`,
  );
  const people = config.demoPeople ? `\n\n${INVENTED}` : '';
  return `${warning}\n\nCuentas de demostración:\n${rows.join('\n')}${people}\n\nCtrl-C para detener.\n`;
};
