import { readPassword } from '../orders/read-password.ts';
import {
  createUser,
  eraseUser,
  listUsers,
  promoteUser,
  recoverUser,
  resetFactors,
  suspendUser,
} from '../orders/users.ts';
import type { Family } from './family.ts';

/** Accounts, past the portal. */
export const users: Family = ({ program, surroundings, configuration, order, done }) => {
  const user = order(program, 'user', 'Cuentas');
  order(user, 'create', 'Crea una cuenta; la contraseña llega por la entrada estándar')
    .requiredOption('--cedula <cédula>', 'de 6 a 10 dígitos')
    .requiredOption('--nombre <nombre>', 'nombre completo')
    .requiredOption('--celular <número>', 'celular')
    .requiredOption('--rol <rol>', 'persona, líder, coordinador, operación o administración')
    .requiredOption('--password-stdin', 'lee la contraseña de la entrada estándar')
    .action(async (given: object) => {
      const config = configuration();
      done(
        await createUser(config, { ...given, password: await readPassword(surroundings.stdin) }, new Date()),
      );
    });
  order(user, 'list', 'Muestra las cuentas, las más recientes primero; queda en la auditoría')
    .option('--rol <rol>', 'solo las de este rol, como líder')
    .option('--estado <estado>', 'activas, suspendidas o sin-aviso (por borrar, sin cómo avisarles)')
    .action(async (given: object) => done(await listUsers(configuration(), given, new Date())));
  order(user, 'promote', 'Cambia el rol de una cuenta; queda en la auditoría')
    .requiredOption('--cedula <cédula>', 'de quién')
    .requiredOption('--rol <rol>', 'el rol nuevo')
    .requiredOption('--motivo <texto>', 'por qué')
    .action(async (given: object) => done(await promoteUser(configuration(), given, new Date())));

  order(
    user,
    'reset-factor',
    'Quita el segundo paso de quien perdió el celular y los códigos; queda en la auditoría',
  )
    .requiredOption('--cedula <cédula>', 'de quién')
    .requiredOption('--motivo <texto>', 'por qué')
    .action(async (given: object) => done(await resetFactors(configuration(), given, new Date())));
  order(
    user,
    'recover',
    'Hace un enlace de un solo uso, por 15 minutos, para que alguien escoja otra contraseña; queda en la auditoría',
  )
    .requiredOption('--cedula <cédula>', 'de quién')
    .requiredOption('--motivo <texto>', 'por qué')
    .action(async (given: object) => done(await recoverUser(configuration(), given, new Date())));
  for (const [name, suspended, description] of [
    ['suspend', true, 'Suspende una cuenta y cierra sus sesiones; queda en la auditoría'],
    ['restore', false, 'Deja entrar de nuevo a una cuenta suspendida; queda en la auditoría'],
  ] as const)
    order(user, name, description)
      .requiredOption('--cedula <cédula>', 'de quién')
      .requiredOption('--motivo <texto>', 'por qué')
      .action(async (given: object) =>
        done(await suspendUser(configuration(), given, suspended, new Date())),
      );

  order(
    user,
    'erase',
    'Borra para siempre a una persona y todo lo suyo; queda en la auditoría, sin su nombre',
  )
    .requiredOption('--cedula <cédula>', 'de quién')
    .requiredOption('--motivo <texto>', 'por qué, sin nombrarla')
    .requiredOption('--confirmo', 'no se puede deshacer')
    .action(async (given: object) => done(await eraseUser(configuration(), given, new Date())));
};
