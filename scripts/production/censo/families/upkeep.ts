import type { Environment } from '../../../../shared/config/from-files.ts';
import { loadConfig } from '../../../../shared/config/load.ts';
import { doctor } from '../doctor/doctor.ts';
import { HOW_IT_KNOWS } from '../doctor/process.ts';
import { keys } from '../orders/keys.ts';
import { migrate } from '../orders/migrate.ts';
import { support } from '../orders/support.ts';
import type { Family } from './family.ts';

/** Secrets are made before anything is configured, in an image too, which says `production`: nothing else is looked at. */
const databaseUrlOf = ({ DATABASE_URL, DATABASE_URL_FILE }: Environment): string | undefined =>
  loadConfig({ DATABASE_URL, DATABASE_URL_FILE }, [], { isMember: false }).databaseUrl;

/** What whoever runs the portal needs of its installation. */
export const upkeep: Family = ({ program, surroundings, configuration, order, done }) => {
  order(program, 'migrate', 'Pone al día la base de datos y termina').action(async () =>
    done(await migrate(configuration())),
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
      done(await keys(given, databaseUrlOf(surroundings.env))),
    );

  order(program, 'support', 'Reúne en un archivo lo que necesita quien ayuda, sin secretos ni datos de nadie')
    .requiredOption('--out <archivo>', 'donde queda (.tar.gz)')
    .option('--registro <archivos...>', 'registros de los procesos; - para la entrada estándar')
    .option(
      '--proceso <direcciones...>',
      'dónde están las métricas de cada proceso; el de aquí si no se dice',
    )
    .action(async (given: object) =>
      done(await support(configuration(), surroundings.env, given, surroundings.stdin, new Date())),
    );
  order(program, 'doctor', 'Revisa lo que el portal, o este proceso, necesita y dice cómo corregirlo')
    .option('--servicio <nombres...>', 'revisa lo que necesitan estos')
    .option('--sitio', 'hace también una visita a la página oficial')
    .addHelpText('after', HOW_IT_KNOWS)
    .action(async ({ sitio = false, servicio = [] }: { sitio?: boolean; servicio?: string[] }) =>
      done(await doctor(surroundings.env, { visitSite: sitio, named: servicio })),
    );
};
