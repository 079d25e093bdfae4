import { z } from 'zod';
import { integer, variable } from './variable.ts';

const recipients = z
  .string()
  .transform((given) => given.split(/[\s,]+/).filter((one) => one !== ''))
  .refine((all) => all.every((one) => one.startsWith('age1')), 'deben ser claves públicas de age: age1…');

/** For whom backups are, and how old the last one may be. */
export const backupVariables = {
  BACKUP_RECIPIENTS: variable(recipients, {
    unit: 'age1…, …',
    help: 'Claves públicas de age para las que cifra «censo backup»: cualquiera de las secretas abre el respaldo. «censo backup-key» hace un par; la secreta no va en los servidores.',
  }),
  BACKUP_MAX_AGE_H: variable(integer(0, 8_760), {
    fallback: '0',
    unit: 'horas',
    help: 'Servicio accounts: suena RespaldoViejo cuando el último respaldo de «censo backup» es más viejo; 0 = nunca, porque los hace otro (un Postgres administrado). Con uno cada noche, 26.',
  }),
};
