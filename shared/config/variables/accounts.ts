import { z } from 'zod';
import { integer, oneOf, text, variable } from './variable.ts';

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'debe ser una fecha: AAAA-MM-DD')
  .transform((given) => new Date(`${given}T05:00:00.000Z`))
  .refine((date) => !Number.isNaN(date.getTime()), 'debe ser una fecha que exista');

/** The accounts that are there from the start. */
export const accountsVariables = {
  ADMIN_CEDULA: variable(text, {
    unit: 'cédula',
    help: 'Primera cuenta ADMIN, creada al arrancar. Requiere ADMIN_PASSWORD.',
  }),
  ADMIN_PASSWORD: variable(text, {
    unit: 'contraseña',
    help: 'Contraseña de la primera cuenta ADMIN; no arranca con una fácil de adivinar.',
  }),
  STAFF_IDLE_M: variable(integer(1, 1_440), {
    fallback: '30',
    unit: 'minutos',
    help: 'Sin actividad, cuánto dura la sesión de quien administra, opera o coordina.',
  }),
  PASSWORD_MEMORY_KIB: variable(integer(64, 1_048_576), {
    fallback: '19456',
    unit: 'KiB',
    help: 'Memoria que cuesta probar una contraseña (argon2id, dos pasadas). Desde 19456; las ya guardadas pasan a más con el siguiente ingreso.',
  }),
  RETENTION_DAYS: variable(integer(0, 3_650), {
    fallback: '0',
    unit: 'días',
    help: 'Borra a quien no usa su cuenta por estos días, avisándole a su celular 15 días antes (sin MESSENGER no hay aviso, y no borra a nadie); 0 = nunca. A quien administra, no.',
  }),
  RETENTION_UNTIL: variable(day, {
    unit: 'AAAA-MM-DD',
    help: 'Ese día (de Colombia) se borra a todos menos a quien administra, cuando la finalidad termina. Cada página lo dice 60 días antes; a quien no entró entonces ni recibió un mensaje 15 días antes, no se le borra.',
  }),
  DEMO_ACCOUNTS: variable(oneOf(['0', '1']), {
    fallback: '1',
    unit: '0 | 1',
    help: 'Cuentas de demostración; solo existen en modo embebido con el simulador.',
  }),
  DEMO_PEOPLE: variable(oneOf(['0', '1']), {
    fallback: '1',
    unit: '0 | 1',
    help: 'Personas inventadas para las cuentas de demostración: una líder con 300 y una coordinadora con 12 líderes. Se crean una sola vez.',
  }),
};
