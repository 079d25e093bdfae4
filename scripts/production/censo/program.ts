import type { Readable } from 'node:stream';
import { Command } from 'commander';
import type { Config } from '../../../shared/config/config.ts';
import { loadConfig } from '../../../shared/config/load.ts';
import type { ServiceName } from '../../../shared/contract/services.ts';
import { doctor } from './doctor/doctor.ts';
import { HOW_IT_KNOWS } from './doctor/process.ts';
import { erasuresHas } from './orders/ask-erasures.ts';
import { auditVerify } from './orders/audit.ts';
import { backup } from './orders/backup.ts';
import { backupKey } from './orders/backup-key.ts';
import { deadLetters, redrive } from './orders/dead-letters.ts';
import { erasuresExport, erasuresImport } from './orders/erasures.ts';
import { keys } from './orders/keys.ts';
import { migrate } from './orders/migrate.ts';
import { queuePause, queueProbe, queueResume, queueStatus } from './orders/queue.ts';
import { readPassword } from './orders/read-password.ts';
import { restore } from './orders/restore.ts';
import { support } from './orders/support.ts';
import {
  createUser,
  eraseUser,
  listUsers,
  promoteUser,
  recoverUser,
  resetFactors,
  suspendUser,
} from './orders/users.ts';
import { verify } from './orders/verify.ts';
import type { Output, Result } from './result/result.ts';

/** What an order is given with, and where its words go: `process` has it all. */
export interface Surroundings extends Output {
  env: NodeJS.ProcessEnv;
  stdin: Readable;
}

const EXIT_CODES = `
Códigos de salida:
  0  bien
  1  una revisión encontró fallas, o lo pedido no se pudo hacer
  2  la orden o la configuración no es válida, o el Node es muy antiguo
  3  un servidor que se necesita no responde`;

/** commander's own titles, which are English. */
const titles: Record<string, string> = {
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opciones:',
  'Commands:': 'Órdenes:',
};

const inSpanish = (usage: string): string =>
  usage.replace('[options]', '[opciones]').replace('[command]', '<orden>');

/** These only ask for the database, which is all that the orders need. */
const stores: readonly ServiceName[] = ['accounts', 'census'];

/**
 * The command line: every order, its options and its help.
 *
 * @param done told of what came of the order that was given
 */
export const createProgram = (surroundings: Surroundings, done: (result: Result) => void): Command => {
  const { env, stdout } = surroundings;
  const configuration = (): Config => loadConfig(env, stores, { isMember: false });
  const program = new Command('censo')
    .description('Opera Censo Vivo desde la línea de comandos, con la configuración del entorno o de .env')
    .option('--json', 'responde con un objeto JSON')
    .addHelpText('after', EXIT_CODES);
  const order = (parent: Command, name: string, description: string): Command =>
    dressed(parent.command(name), stdout).description(description);
  const by = ['--por <nombre>', 'quién lo hace; queda escrito'] as const;
  dressed(program, stdout);

  order(program, 'migrate', 'Pone al día la base de datos y termina').action(async () =>
    done(await migrate(configuration())),
  );

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

  const queue = order(program, 'queue', 'Las consultas, también con los servicios apagados');
  order(queue, 'status', 'Muestra su estado').action(async () =>
    done(await queueStatus(configuration(), new Date())),
  );
  order(queue, 'pause', 'Las detiene hasta que alguien las reanude')
    .requiredOption(...by)
    .requiredOption('--motivo <texto>', 'por qué')
    .action(async (given) => done(await queuePause(configuration(), given, new Date())));
  order(queue, 'resume', 'Las reanuda')
    .requiredOption(...by)
    .action(async (given) => done(await queueResume(configuration(), given, new Date())));
  order(queue, 'probe', 'Deja salir una consulta de prueba por cada salida detenida')
    .requiredOption(...by)
    .action(async (given) => done(await queueProbe(configuration(), given, new Date())));

  const letters = order(program, 'deadletters', 'Eventos apartados porque nadie los pudo atender');
  order(letters, 'list', 'Los muestra').action(async () => done(await deadLetters(configuration())));
  order(letters, 'redrive', 'Los vuelve a entregar')
    .argument('[ids...]', 'identificadores, como accounts-12')
    .option('--todos', 'todos los que hay, hasta 500')
    .requiredOption(...by)
    .action(async (ids: string[], given) => done(await redrive(configuration(), ids, given, new Date())));

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
  order(
    program,
    'keys',
    'Hace los secretos de todos los servicios: claves de NATS, Redis y Postgres, y las suyas',
  )
    .option('--out <carpeta>', 'donde quedan, una carpeta por servicio; los que ya estén se conservan')
    .option(
      '--kubernetes',
      'los escribe como objetos Secret, para kubectl apply -f -; con DATABASE_URL, para ese Postgres',
    )
    .action(async (given: { out?: string; kubernetes?: boolean }) =>
      done(await keys(given, loadConfig(env, [], { isMember: false }).databaseUrl)),
    );

  order(program, 'support', 'Reúne en un archivo lo que necesita quien ayuda, sin secretos ni datos de nadie')
    .requiredOption('--out <archivo>', 'donde queda (.tar.gz)')
    .option('--registro <archivos...>', 'registros de los procesos; - para la entrada estándar')
    .option(
      '--proceso <direcciones...>',
      'dónde están las métricas de cada proceso; el de aquí si no se dice',
    )
    .action(async (given: object) =>
      done(await support(configuration(), env, given, surroundings.stdin, new Date())),
    );
  order(program, 'doctor', 'Revisa lo que el portal, o este proceso, necesita y dice cómo corregirlo')
    .option('--servicio <nombres...>', 'revisa lo que necesitan estos')
    .option('--sitio', 'hace también una visita a la página oficial')
    .addHelpText('after', HOW_IT_KNOWS)
    .action(async ({ sitio = false, servicio = [] }: { sitio?: boolean; servicio?: string[] }) =>
      done(await doctor(env, { visitSite: sitio, named: servicio })),
    );
  return program;
};

/** Spanish help, and errors that are thrown instead of printed in English. */
const dressed = (command: Command, stdout: Surroundings['stdout']): Command =>
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} })
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleUsage: inSpanish,
      styleSubcommandTerm: inSpanish,
    })
    .helpOption('-h, --help', 'muestra esta ayuda')
    .helpCommand(false);
