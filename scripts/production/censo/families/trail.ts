import { erasuresHas } from '../orders/ask-erasures.ts';
import { auditVerify } from '../orders/audit.ts';
import { erasuresExport, erasuresImport } from '../orders/erasures.ts';
import type { Family } from './family.ts';

/** What is remembered of what was done: the ledger of erasures, and the audit. */
export const trail: Family = ({ program, surroundings, configuration, order, done }) => {
  const ledger = order(program, 'erasures', 'El libro de los borrados, que un respaldo antiguo no tiene');
  order(ledger, 'export', 'Lo escribe: guárdelo junto a cada respaldo')
    .option('--de-censo', 'el que recuerda census, para import')
    .action(async (given: object) => done(await erasuresExport(configuration(), given)));
  order(
    ledger,
    'import',
    'Lee por la entrada estándar un libro, o un registro de accounts, y borra de nuevo a quien un respaldo trajo',
  )
    .option('--hasta <personas>', 'borra a tantas de una vez; 20 si no se dice')
    .option('--sin-sello', 'cree también lo que no lleva el sello de accounts: solo de un archivo suyo')
    .action(async (given: object) =>
      done(await erasuresImport(configuration(), given, surroundings.stdin, new Date())),
    );

  order(
    ledger,
    'has',
    'Dice si se borró a alguien con esta cédula, cuándo y por qué; queda en la auditoría, sin la cédula',
  )
    .requiredOption('--cedula <cédula>', 'de quién')
    .action(async (given: object) => done(await erasuresHas(configuration(), given, new Date())));

  const trail = order(program, 'audit', 'La auditoría');
  order(
    trail,
    'verify',
    'Revisa que nadie la haya cambiado: dice qué asiento falta, sobra o no es el que era',
  )
    .option(
      '--cabeza <lugar:huella...>',
      'dónde terminaba antes, como lo dijo esta orden o el registro de accounts',
    )
    .action(async ({ cabeza = [] }: { cabeza?: string[] }) =>
      done(await auditVerify(configuration(), cabeza)),
    );
};
