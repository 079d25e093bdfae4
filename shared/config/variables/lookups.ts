import { z } from 'zod';
import { integer, oneOf, variable } from './variable.ts';

const delays = z
  .string()
  .regex(/^\d+(,\d+)*$/, 'debe ser una lista de segundos separados por comas')
  .transform((list) => list.split(',').map(Number));

const hours = z
  .string()
  .regex(/^([01]?\d|2[0-3])-([01]?\d|2[0-4])$/, 'debe ser dos horas enteras, como 22-5')
  .transform((range) => {
    const [from = 0, to = 24] = range.split('-').map(Number);
    return { from, to };
  })
  .refine(({ from, to }) => from !== to, 'debe empezar y terminar a horas distintas');

/** When somebody is looked up, how often, and when nobody is. */
export const lookupsVariables = {
  SPACING_MS: variable(integer(0, 3_600_000), {
    fallback: '5000',
    unit: 'milisegundos',
    help: 'Tiempo mínimo entre dos consultas. Menos de 5000 solo si el destino es esta misma máquina.',
  }),
  RETRY_DELAYS_S: variable(delays, {
    fallback: '60,300,900',
    unit: 'segundos',
    help: 'Espera antes de cada nuevo intento; el último valor se repite.',
  }),
  MAX_ATTEMPTS: variable(integer(1, 100), {
    fallback: '3',
    unit: 'intentos',
    help: 'Intentos por consulta, contando el primero.',
  }),
  LOOKUP_TIMEOUT_S: variable(integer(1, 3_600), {
    fallback: '120',
    unit: 'segundos',
    help: 'Plazo de una consulta.',
  }),
  LEASE_S: variable(integer(2, 7_200), {
    fallback: '180',
    unit: 'segundos',
    help: 'Tiempo tras el cual la consulta de un consultor caído pasa a otro. Mayor que LOOKUP_TIMEOUT_S.',
  }),
  CIRCUIT_THRESHOLD: variable(integer(1, 1_000), {
    fallback: '5',
    unit: 'rechazos',
    help: 'Rechazos seguidos (bloqueo, mantenimiento o captcha) que detienen las consultas de todos los consultores.',
  }),
  CIRCUIT_OPEN_S: variable(integer(1, 86_400), {
    fallback: '900',
    unit: 'segundos',
    help: 'Cuánto se detienen la primera vez; después se prueba con una sola consulta y, si la rechazan, el doble.',
  }),
  CIRCUIT_MAX_OPEN_S: variable(integer(1, 604_800), {
    fallback: '21600',
    unit: 'segundos',
    help: 'Lo más que se detienen. No menor que CIRCUIT_OPEN_S.',
  }),
  OUTAGE_PEOPLE: variable(integer(2, 100), {
    fallback: '3',
    unit: 'personas',
    help: 'Personas distintas, una tras otra, cuyas consultas fallan por algo que no es de ellas (página caída, lenta o cambiada, rechazos): son una caída, que detiene las consultas y no le gasta intentos a nadie.',
  }),
  OUTAGE_OPEN_S: variable(integer(1, 86_400), {
    fallback: '60',
    unit: 'segundos',
    help: 'Cuánto se detienen la primera vez por una caída que no es un rechazo; después se prueba con una sola consulta y, si falla, el doble.',
  }),
  OUTAGE_MAX_OPEN_S: variable(integer(1, 604_800), {
    fallback: '300',
    unit: 'segundos',
    help: 'Lo más que se detienen por ella: lo que tarda en notarse que la página volvió. No menor que OUTAGE_OPEN_S.',
  }),
  EVIDENCE_DAYS: variable(integer(1, 3_650), {
    fallback: '30',
    unit: 'días',
    help: 'Cuánto se guarda lo que mostró la página en una consulta fallida.',
  }),
  HISTORY_DAYS: variable(integer(0, 3_650), {
    fallback: '0',
    unit: 'días',
    help: 'Cuánto se guardan los intentos de consulta y los puestos anteriores de una persona; 0 = lo que dure su cuenta.',
  }),
  REVALIDATE_DAYS: variable(integer(0, 3_650), {
    fallback: '0',
    unit: 'días',
    help: 'Vuelve a consultar por sí solo las respuestas más antiguas que esto; 0 = nunca.',
  }),
  REVALIDATE_HOURS: variable(hours, {
    fallback: '22-5',
    unit: 'hora-hora',
    help: 'Horas de Colombia en las que lo hace: desde la primera, hasta antes de la segunda.',
  }),
  REVALIDATE_FINAL: variable(oneOf(['0', '1']), {
    fallback: '0',
    unit: '0 | 1',
    help: '1 para volver a consultar también a quienes no están en el censo o fallecieron.',
  }),
  REFRESH_COOLDOWN_S: variable(integer(0, 86_400), {
    fallback: '30',
    unit: 'segundos',
    help: 'Espera entre dos actualizaciones de la misma persona.',
  }),
};
