import { deadLetters, redrive } from '../orders/dead-letters.ts';
import { queuePause, queueProbe, queueResume, queueStatus } from '../orders/queue.ts';
import { by, type Family } from './family.ts';

/** Lookups, and events that nobody could handle. */
export const queue: Family = ({ program, configuration, order, done }) => {
  const lookups = order(program, 'queue', 'Las consultas, también con los servicios apagados');
  order(lookups, 'status', 'Muestra su estado').action(async () =>
    done(await queueStatus(configuration(), new Date())),
  );
  order(lookups, 'pause', 'Las detiene hasta que alguien las reanude')
    .requiredOption(...by)
    .requiredOption('--motivo <texto>', 'por qué')
    .action(async (given) => done(await queuePause(configuration(), given, new Date())));
  order(lookups, 'resume', 'Las reanuda')
    .requiredOption(...by)
    .action(async (given) => done(await queueResume(configuration(), given, new Date())));
  order(lookups, 'probe', 'Deja salir una consulta de prueba por cada salida detenida')
    .requiredOption(...by)
    .action(async (given) => done(await queueProbe(configuration(), given, new Date())));

  const letters = order(program, 'deadletters', 'Eventos apartados porque nadie los pudo atender');
  order(letters, 'list', 'Los muestra').action(async () => done(await deadLetters(configuration())));
  order(letters, 'redrive', 'Los vuelve a entregar')
    .argument('[ids...]', 'identificadores, como accounts-12')
    .option('--todos', 'todos los que hay, hasta 500')
    .requiredOption(...by)
    .action(async (ids: string[], given) => done(await redrive(configuration(), ids, given, new Date())));
};
