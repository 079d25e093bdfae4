import { demoAccounts } from '../../services/accounts/users/seed.ts';
import { roleName } from '../../services/gateway/people/roles.ts';
import type { Config } from '../../shared/config/config.ts';

const INVENTED =
  'Para que haya qué ver, quien lidera tiene 300 personas y quien coordina 12 líderes: todas inventadas (DEMO_PEOPLE=0 no las crea).';

const STOP = 'Ctrl-C para detener. LOG_LEVEL=info muestra lo que hace cada parte.\n';

/** What the terminal shows under the address: the demo accounts, what the data are, and how it is stopped. */
export const demoNotice = (config: Config, simulator: string | undefined): string => {
  if (!config.simulatedData) return `\n${STOP}`;
  const warning = 'Datos simulados: los puestos de votación son inventados.';
  const imitated =
    simulator === undefined
      ? ''
      : `\nLa página oficial que se imita, con botones que la tumban: ${simulator}`;
  if (!config.demoAccounts) return `${warning}${imitated}\n\n${STOP}`;
  const rows = demoAccounts.map(
    ({ cedula, password, role }) =>
      `  ${roleName(role).padEnd(15)} cédula ${cedula}   contraseña ${password}`,
  );
  const people = config.demoPeople ? `\n\n${INVENTED}` : '';
  return `${warning}\n\nCuentas de demostración:\n${rows.join('\n')}${people}${imitated}\n\n${STOP}`;
};
