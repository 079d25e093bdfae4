import type { Command } from 'commander';
import { backup } from '../orders/backup.ts';
import { backupKey } from '../orders/backup-key.ts';
import { restore } from '../orders/restore.ts';
import { verify } from '../orders/verify.ts';
import type { Family } from './family.ts';

/** Backups: made, read and put back. */
export const backups: Family = ({ program, surroundings, configuration, order, done }) => {
  order(program, 'backup', 'Hace un respaldo de todo, cifrado para quien tenga una de las claves')
    .requiredOption('--out <destino>', 'un archivo, una carpeta, o - para la salida estándar')
    .option('--para <claves...>', 'claves públicas de age; las de BACKUP_RECIPIENTS si no se dice')
    .option('--conservar <respaldos>', 'de los que esta orden dejó en la carpeta, quita los más viejos')
    .action(async (given: object) =>
      done(await backup(configuration(), given, surroundings.stdout, new Date())),
    );
  order(program, 'backup-key', 'Hace el par de claves de los respaldos, como age-keygen')
    .requiredOption('--out <archivo>', 'donde queda la secreta')
    .action(async (given: { out: string }) => done(await backupKey(given, new Date())));
  const opening = (command: Command): Command =>
    command
      .argument('<archivo>', 'el respaldo')
      .requiredOption('--clave <archivo>', 'el de la clave secreta de age')
      .option('--huella <sha256>', 'la que dijo «backup»: rechaza cualquier otro archivo');
  opening(
    order(program, 'verify', 'Lee un respaldo entero y revisa que no le falte nada, sin restaurarlo'),
  ).action(async (path: string, given: object) => done(await verify(configuration(), path, given)));
  opening(order(program, 'restore', 'Restaura un respaldo en una base de datos vacía; queda en la auditoría'))
    .option('--borrados <archivos...>', 'libros de los borrados, o registros de accounts desde el respaldo')
    .option('--sin-borrados', 'no se borró a nadie desde entonces, o no hay libro')
    .action(async (path: string, given: object) =>
      done(await restore(configuration(), path, given, new Date())),
    );
};
