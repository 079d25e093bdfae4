import { z } from 'zod';
import { type Role, roles } from '../../contract/accounts.ts';
import { integer, variable } from './variable.ts';

const KEY_BYTES = 32;

/** Keys in base64, separated by commas. What is said about a mistake never repeats one. */
const factorKeys = z.string().transform((text, context): [Buffer, ...Buffer[]] => {
  const [first = Buffer.alloc(0), ...others] = text
    .split(',')
    .map((key) => Buffer.from(key.trim(), 'base64'));
  if ([first, ...others].some(({ length }) => length !== KEY_BYTES))
    context.issues.push({ code: 'custom', message: 'cada clave son 32 bytes en base64', input: '' });
  return [first, ...others];
});

const NOBODY = 'ninguno';

const factorRoles = z.string().transform((text, context): Role[] => {
  if (text === NOBODY) return [];
  return text.split(',').flatMap((one): Role[] => {
    const role = roles.find((known) => known === one.trim().toUpperCase());
    if (role !== undefined) return [role];
    const message = `debe ser ${NOBODY}, o roles separados por comas: ${roles.join(', ')}`;
    context.issues.push({ code: 'custom', message, input: '' });
    return [];
  });
});

/** How people prove who they are besides their password. */
export const factorsVariables = {
  FACTOR_ROLES: variable(factorRoles, {
    unit: 'ROL,… | ninguno',
    help: 'Roles que deben ingresar con un segundo paso (aplicación de códigos o llave de acceso). Sin ella: en production ADMIN,OPERATOR,COORDINATOR; si no, ninguno.',
  }),
  FACTOR_GRACE_DAYS: variable(integer(0, 90), {
    fallback: '7',
    unit: 'días',
    help: 'Plazo para activar el segundo paso, desde el primer ingreso con un rol que lo exige; después solo se puede activarlo.',
  }),
  FACTOR_KEY: variable(factorKeys, {
    unit: 'clave,…',
    help: 'Clave con la que accounts cifra los secretos de las aplicaciones de códigos: 32 bytes en base64. Obligatoria con NATS_URL, la misma en todos los procesos accounts; embebido se guarda una en DATA_DIR. La primera cifra, todas descifran. De ella salen también los sellos del libro de los borrados: no pierda las anteriores mientras guarde respaldos de su tiempo.',
  }),
  FRESH_PROOF_S: variable(integer(30, 86_400), {
    fallback: '600',
    unit: 's',
    help: 'Antes de descargar listas o evidencia, cambiar roles o la seguridad de una cuenta y pausar las consultas, la persona confirma que es ella; vale por este tiempo. Igual en todos los procesos.',
  }),
};
