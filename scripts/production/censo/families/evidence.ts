import { fixture, replay } from '../orders/replay.ts';
import { by, type Family } from './family.ts';

/** What is kept of lookups that failed. */
export const evidence: Family = ({ program, configuration, order, done }) => {
  order(
    program,
    'replay',
    'Lee la evidencia de las fallas con el lector de hoy y dice qué leería distinto; no consulta a nadie',
  )
    .option('--apply', 'corrige las fallas cuya evidencia es una respuesta completa de la misma persona')
    .option(...by)
    .action(async (given) => done(await replay(configuration(), given, new Date())));
  order(program, 'fixture', 'Escribe la evidencia de un intento sin datos de nadie, para una prueba')
    .argument('<intento>', 'identificador, como lo muestra replay')
    .requiredOption(...by)
    .option('--permitir <palabras...>', 'palabras que no son de nadie')
    .action(async (id: string, given) => done(await fixture(configuration(), id, given, new Date())));
};
