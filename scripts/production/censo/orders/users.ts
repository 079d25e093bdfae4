import { z } from 'zod';
import {
  createAccount,
  listFromOutside,
  promote,
  suspendFromOutside,
  takeFactorsOf,
} from '../../../../services/accounts/administration/without-actor.ts';
import { eraseFromOutside } from '../../../../services/accounts/erasure/erase-from-outside.ts';
import { recoverFromOutside } from '../../../../services/accounts/recovery/without-actor.ts';
import { roleName, roleNamed } from '../../../../services/gateway/people/roles.ts';
import { formatDay } from '../../../../services/gateway/ui/format.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { roles, type User } from '../../../../shared/contract/accounts.ts';
import { reasonRule } from '../../../../shared/contract/action.ts';
import { recoveryLink } from '../../../../shared/contract/recovery.ts';
import { cedulaRule, nameRule, passwordRule, phoneRule } from '../../../../shared/person/rules.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { checked } from './checked.ts';
import { ledgerKeyOf } from './ledger-key.ts';

/** As people call it, or by its code. */
const role = z
  .string()
  .transform((text) => roleNamed(text) ?? text)
  .pipe(z.enum(roles, { error: `Debe ser ${roles.map(roleName).join(', ')}, o ${roles.join(', ')}.` }));
const states = { activas: 'active', suspendidas: 'suspended', 'sin-aviso': 'unreached' } as const;
const listRule = z.object({
  rol: role.optional(),
  estado: z
    .enum(['activas', 'suspendidas', 'sin-aviso'], { error: 'Debe ser activas, suspendidas o sin-aviso.' })
    .optional(),
});

/** The options of `user create`, by their names on the command line. */
const createRule = z.object({
  ...{ cedula: cedulaRule, nombre: nameRule, celular: phoneRule, rol: role, password: passwordRule },
});
const resetRule = z.object({ cedula: cedulaRule, motivo: reasonRule });
const recoverRule = z.object({ cedula: cedulaRule, motivo: reasonRule });
const promoteRule = z.object({ cedula: cedulaRule, rol: role, motivo: reasonRule });
const eraseRule = z.object({ cedula: cedulaRule, motivo: reasonRule });
const suspendRule = z.object({ cedula: cedulaRule, motivo: reasonRule });

/** Who has an account, newest first, without their numbers: what is printed ends up in logs. */
export const listUsers = async (config: Config, given: object, now: Date): Promise<Result> => {
  const { rol, estado } = checked(listRule, given);
  const wanted = { role: rol, state: estado === undefined ? undefined : states[estado] };
  const { users, isAll } = await withDatabase(config, 'accounts', (fork) =>
    listFromOutside(fork(), wanted, now),
  );
  const lines = users.map(
    ({ id, nombreCompleto, role: has, suspendedAt, createdAt }) =>
      `${nombreCompleto}. ${roleName(has)}${suspendedAt === null ? '' : `. Suspendida desde el ${formatDay(suspendedAt)}`}. Registro: ${formatDay(createdAt)}. ${id}`,
  );
  const end = isAll ? [] : [`Solo las ${users.length} más recientes: elija con --rol o --estado.`];
  const data = users.map(({ id, nombreCompleto, role: has, suspendedAt, createdAt }) => ({
    ...{ id, nombreCompleto, role: has, suspendedAt, createdAt },
  }));
  return { lines: lines.length === 0 ? ['Nadie.'] : [...lines, ...end], data: { users: data, isAll } };
};

/** Makes an account. @throws AppError `validation`, `cedula_taken` */
export const createUser = async (config: Config, given: object, now: Date): Promise<Result> => {
  const { cedula, nombre, celular, rol, password } = checked(createRule, given);
  const account = { cedula, nombreCompleto: nombre, phone: celular, role: rol, password };
  const user = await withDatabase(config, 'accounts', (fork) => createAccount(fork(), account, now));
  return done(`Cuenta creada: ${user.nombreCompleto}, ${roleName(user.role)}.`, user);
};

/** Gives somebody another role. @throws AppError `validation`, `not_found`, `same_role`, `last_admin` */
export const promoteUser = async (config: Config, given: object, now: Date): Promise<Result> => {
  const { cedula, rol, motivo } = checked(promoteRule, given);
  const change = { cedula, role: rol, reason: motivo };
  const user = await withDatabase(config, 'accounts', (fork) => promote(fork(), change, now));
  return done(`${user.nombreCompleto} tiene ahora el rol ${roleName(user.role)}.`, user);
};

/** Lets somebody in again without their second factor. @throws AppError `validation`, `not_found`, `no_factor` */
export const resetFactors = async (config: Config, given: object, now: Date): Promise<Result> => {
  const { cedula, motivo } = checked(resetRule, given);
  const user = await withDatabase(config, 'accounts', (fork) =>
    takeFactorsOf(fork(), { cedula, reason: motivo }, now),
  );
  return done(
    `${user.nombreCompleto} ingresa ahora solo con su contraseña, y sus sesiones terminaron.`,
    user,
  );
};

/**
 * Makes a link with which somebody chooses another password; it is printed once.
 *
 * @throws AppError `validation`, `not_found`, `account_suspended`
 */
export const recoverUser = async (config: Config, given: object, now: Date): Promise<Result> => {
  const { cedula, motivo } = checked(recoverRule, given);
  const { user, token } = await withDatabase(config, 'accounts', (fork) =>
    recoverFromOutside(fork(), { cedula, reason: motivo }, now),
  );
  const origin = config.publicUrls[0]?.origin ?? `http://localhost:${config.port}`;
  const link = recoveryLink(origin, token);
  const { lines, data } = done(
    `Enlace para ${user.nombreCompleto}: sirve una sola vez, durante 15 minutos. Entréguelo solo a esa persona.`,
    user,
  );
  return { lines: [...lines, link], data: { ...data, link } };
};

/** Keeps somebody out of the portal, or lets them in again. @throws AppError `validation`, `not_found`, `last_admin` */
export const suspendUser = async (
  config: Config,
  given: object,
  suspended: boolean,
  now: Date,
): Promise<Result> => {
  const { cedula, motivo: reason } = checked(suspendRule, given);
  const change = { cedula, suspended, reason };
  const user = await withDatabase(config, 'accounts', (fork) => suspendFromOutside(fork(), change, now));
  const line = suspended ? 'ya no puede entrar; sus sesiones terminaron' : 'puede entrar de nuevo';
  return done(`${user.nombreCompleto} ${line}.`, user);
};

/** Erases somebody for good. @throws AppError `validation`, `not_found`, `last_admin` */
export const eraseUser = async (config: Config, given: object, now: Date): Promise<Result> => {
  const { cedula, motivo: why } = checked(eraseRule, given);
  const ledger = await ledgerKeyOf(config);
  await withDatabase(config, 'accounts', (fork) =>
    eraseFromOutside(fork(), { cedula, why, messenger: config.messenger, ledger }, now),
  );
  return {
    lines: [
      'Esa persona y todos sus datos quedaron borrados. Lo que el censo guarda de ella se borra en segundos.',
    ],
    data: {},
  };
};

/** The id, not the cédula: what is printed ends up in logs. */
const done = (line: string, { id, role }: User): Result => ({
  lines: [line, `Identificador: ${id}`],
  data: { user: { id, role } },
});
