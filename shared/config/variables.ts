import { z } from 'zod';
import { builtInSources } from './config.ts';
import { lanes } from './lanes.ts';

/** One documented environment variable: its rule, and what `.env.example` says about it (in Spanish). */
export interface Variable<S extends z.ZodType> {
  schema: S;
  /** The value used when the variable is unset or empty, as it would be typed; absent = none. */
  fallback: string | undefined;
  unit: string;
  help: string;
}

const variable = <S extends z.ZodType>(
  schema: S,
  doc: { fallback?: string; unit: string; help: string },
): Variable<S> => ({ schema, fallback: doc.fallback, unit: doc.unit, help: doc.help });

const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, 'debe ser un número entero')
    .transform(Number)
    .refine((n) => n >= minimum && n <= maximum, `debe estar entre ${minimum} y ${maximum}`);

const urlOf = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `debe ser una dirección completa que empiece por ${protocols.map((p) => `${p}//`).join(' o ')}`,
    );

const text = z.string();
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `debe ser ${values.join(' o ')}` });

const delays = z
  .string()
  .regex(/^\d+(,\d+)*$/, 'debe ser una lista de segundos separados por comas')
  .transform((list) => list.split(',').map(Number));

/** A built-in source, or the path of a module: it has a dot or a slash at its start. */
const sourceName = z
  .string()
  .refine(
    (name) => (builtInSources as readonly string[]).includes(name) || /^[./]/.test(name),
    `debe ser ${builtInSources.join(' o ')}, o la ruta de un módulo que empiece por . o /`,
  );

const hours = z
  .string()
  .regex(/^([01]?\d|2[0-3])-([01]?\d|2[0-4])$/, 'debe ser dos horas enteras, como 22-5')
  .transform((range) => {
    const [from = 0, to = 24] = range.split('-').map(Number);
    return { from, to };
  })
  .refine(({ from, to }) => from !== to, 'debe empezar y terminar a horas distintas');

/** Every environment variable of the product. `loadConfig` reads it, `.env.example` is printed from it. */
export const variables = {
  NODE_ENV: variable(oneOf(['development', 'production', 'test']), {
    fallback: 'development',
    unit: 'development | production | test',
    help: 'En production no hay simulador ni cuentas de demostración y las cookies exigen HTTPS.',
  }),
  PORT: variable(integer(0, 65_535), { fallback: '3000', unit: 'puerto', help: 'Puerto del portal.' }),
  HOST: variable(text, {
    fallback: '0.0.0.0',
    unit: 'dirección',
    help: 'Interfaz en la que escucha el portal.',
  }),
  METRICS_PORT: variable(integer(0, 65_535), {
    fallback: '9464',
    unit: 'puerto',
    help: 'Puerto de /metrics (Prometheus). No lo haga público.',
  }),
  DIRECT_PORT: variable(integer(0, 65_535), {
    fallback: '0',
    unit: 'puerto',
    help: 'Puerto por el que los procesos se llaman entre sí mientras falta NATS; 0: uno libre. No lo haga público.',
  }),
  TRUST_PROXY: variable(oneOf(['0', '1']), {
    fallback: '0',
    unit: '0 | 1',
    help: '1 si el portal está detrás de un proxy que fija X-Forwarded-For y X-Forwarded-Proto.',
  }),
  DATABASE_URL: variable(urlOf('postgres:', 'postgresql:'), {
    unit: 'postgres://…',
    help: 'Postgres 15 o posterior. Sin ella, el modo embebido inicia un Postgres propio en DATA_DIR.',
  }),
  NATS_URL: variable(urlOf('nats:', 'tls:'), {
    unit: 'nats://…',
    help: 'NATS 2.9.10 o posterior con JetStream. Con ella el portal está en modo distribuido.',
  }),
  NATS_STREAM_REPLICAS: variable(integer(1, 5), {
    fallback: '1',
    unit: 'servidores',
    help: 'En cuántos servidores de NATS se guarda cada evento, al crear el flujo. No más de los que tiene el grupo; 3 con un grupo de tres.',
  }),
  REDIS_URL: variable(urlOf('redis:', 'rediss:'), {
    unit: 'redis://…',
    help: 'Redis que guarda el ritmo de las consultas. Obligatoria para el consultor en modo distribuido.',
  }),
  START_TIMEOUT_S: variable(integer(1, 3_600), {
    fallback: '60',
    unit: 'segundos',
    help: 'Cuánto espera un servicio al arrancar a que respondan Postgres y NATS; después termina con código 1. También «censo migrate», con código 3.',
  }),
  CATCH_UP_S: variable(integer(1, 3_600), {
    fallback: '60',
    unit: 'segundos',
    help: 'Cada cuánto buscan los servicios lo que un evento perdido no les dijo: registros sin consulta, roles, respuestas.',
  }),
  EVENT_TRIES: variable(integer(1, 50), {
    fallback: '10',
    unit: 'intentos',
    help: 'Después de cuántos intentos fallidos se aparta un evento que no se puede procesar; con 10 pasan 46 segundos, en los que los demás esperan.',
  }),
  DATA_DIR: variable(text, {
    fallback: '.data',
    unit: 'carpeta',
    help: 'Datos del modo embebido: Postgres propio y el navegador que viene por npm.',
  }),
  SOURCE: variable(sourceName, {
    fallback: 'consultacenso',
    unit: 'consultacenso | wsp | ruta',
    help: 'Página oficial que se consulta, o la ruta de un módulo con otra fuente (docs/plugins.md).',
  }),
  REGISTRADURIA_URL: variable(urlOf('http:', 'https:'), {
    unit: 'https://…',
    help: 'Dirección completa de la página. Sin ella se usa el simulador; en production es obligatoria.',
  }),
  SIMULATOR_HOST: variable(text, {
    fallback: '127.0.0.1',
    unit: 'dirección',
    help: 'Interfaz en la que escucha el simulador. Otra solo dentro de una red propia, como la de los contenedores.',
  }),
  SIMULATOR_PORT: variable(integer(0, 65_535), {
    fallback: '0',
    unit: 'puerto',
    help: 'Puerto del simulador; 0 = cualquiera libre.',
  }),
  SIMULATOR_DELAY_MS: variable(integer(0, 60_000), {
    fallback: '800',
    unit: 'milisegundos',
    help: 'Demora de cada respuesta del simulador.',
  }),
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
  SCRAPER_CONCURRENCY: variable(integer(1, 20), {
    fallback: '3',
    unit: 'consultas',
    help: 'Consultas que un consultor puede tener en curso a la vez. No cambia el ritmo.',
  }),
  LANES: variable(lanes, {
    fallback: 'directa',
    unit: 'nombre[=proxy], …',
    help: 'Salidas a internet, separadas por comas: «directa» o nombre=http://usuario:clave@servidor:puerto (también socks5, sin clave). El ritmo es uno para todas.',
  }),
  BROWSER_DRIVER: variable(oneOf(['rebrowser', 'patchright', 'playwright']), {
    fallback: 'rebrowser',
    unit: 'rebrowser | patchright | playwright',
    help: 'Biblioteca que maneja el navegador.',
  }),
  BROWSER_HEADED: variable(oneOf(['0', '1']), {
    fallback: '0',
    unit: '0 | 1',
    help: '1 para ver la ventana del navegador al depurar; necesita una pantalla.',
  }),
  BROWSER_SANDBOX: variable(oneOf(['0', '1']), {
    fallback: '1',
    unit: '0 | 1',
    help: '0 apaga el aislamiento propio del navegador; solo en un contenedor, cuyo filtro de llamadas no lo deja arrancar.',
  }),
  BROWSER_MAX_LOOKUPS: variable(integer(1, 100_000), {
    fallback: '200',
    unit: 'consultas',
    help: 'Consultas tras las cuales se cambia el navegador por uno nuevo.',
  }),
  BROWSER_MAX_MEMORY_MB: variable(integer(100, 1_000_000), {
    fallback: '1024',
    unit: 'MiB',
    help: 'Memoria a partir de la cual se cambia el navegador por uno nuevo.',
  }),
  ADMIN_CEDULA: variable(text, {
    unit: 'cédula',
    help: 'Primera cuenta ADMIN, creada al arrancar. Requiere ADMIN_PASSWORD.',
  }),
  ADMIN_PASSWORD: variable(text, { unit: 'contraseña', help: 'Contraseña de la primera cuenta ADMIN.' }),
  DEMO_ACCOUNTS: variable(oneOf(['0', '1']), {
    fallback: '1',
    unit: '0 | 1',
    help: 'Cuentas de demostración; solo existen en modo embebido con el simulador.',
  }),
  CHROMIUM_PATH: variable(text, {
    unit: 'ruta',
    help: 'Navegador que se usa. Sin ella se busca uno instalado.',
  }),
  CAPTCHA_SOLVER: variable(oneOf(['none', 'twocaptcha']), {
    fallback: 'none',
    unit: 'none | twocaptcha',
    help: 'Quién resuelve los captchas. Fuera de none, la responsabilidad es de quien opera: lea docs/plugins.md y busque asesoría legal.',
  }),
  TWOCAPTCHA_API_KEY: variable(text, { unit: 'clave', help: 'Clave de 2captcha. Nunca se registra.' }),
  TWOCAPTCHA_URL: variable(urlOf('http:', 'https:'), {
    fallback: 'https://api.2captcha.com',
    unit: 'https://…',
    help: 'Servidor de la API JSON (v2) de 2captcha.',
  }),
  LOG_LEVEL: variable(oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace']), {
    fallback: 'info',
    unit: 'fatal | error | warn | info | debug | trace',
    help: 'Detalle de los registros.',
  }),
};

type VariableName = keyof typeof variables;

/** The parsed value of every variable; undefined where it is unset and has no fallback. */
export type Values = {
  [K in VariableName]: (typeof variables)[K]['schema'] extends z.ZodType<infer T> ? T | undefined : never;
};
