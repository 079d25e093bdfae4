import { z } from 'zod';
import { type LimitKey, limitBy } from './limits.ts';
import { integer, variable } from './variable.ts';

const HOST = /^https?:\/\/[^/?#@\s]+\/?$/;

/** Addresses of the portal without a path; the first is its own name for itself. */
const publicUrls = z
  .string()
  .refine(
    (list) => list.split(',').every((one) => HOST.test(one.trim()) && URL.canParse(one.trim())),
    'debe ser una lista de direcciones sin ruta, como https://censo.example.co, separadas por comas',
  )
  .transform((list) => list.split(',').map((one) => new URL(one.trim())));

const SHORTEST = 32;
const secrets = z
  .string()
  .transform((list) => list.split(',').map((one) => one.trim()))
  .refine(
    (list) => list.every((one) => one.length >= SHORTEST),
    `cada clave debe tener al menos ${SHORTEST} caracteres`,
  );

/** Of everybody something is known; of some also who they are, or who they say they are. */
const limit = (also: LimitKey[], fallback: string, help: string) =>
  variable(limitBy(['address', 'subnet', 'portal', ...also]), {
    fallback,
    unit: 'segundos clave=libres/máximo …',
    help,
  });

/**
 * Who may come in, how often. The figures are those of a stand where fifty people register in ten minutes behind one
 * address: everybody of the first thirty just so, the rest with a proof of work that a phone makes in some seconds.
 */
export const doorVariables = {
  PUBLIC_URL: variable(publicUrls, {
    unit: 'https://…, …',
    help: 'Direcciones por las que se llega al portal, separadas por comas; a otras no responde, y con la primera se hacen los enlaces. Obligatoria en production.',
  }),
  TRUST_PROXY: variable(integer(0, 10), {
    fallback: '0',
    unit: 'proxies',
    help: 'Cuántos proxies suyos hay delante del portal: la dirección de cada persona se cuenta esas veces desde la derecha de X-Forwarded-For. 0 si ninguno.',
  }),
  GATEWAY_SECRET: variable(secrets, {
    unit: 'clave, …',
    help: 'Clave con la que el portal firma las pruebas y los turnos de espera; la misma en todos los procesos gateway. Para cambiarla sin cortes: nueva,anterior. Obligatoria en production con NATS_URL; sin ella, una al azar en cada arranque.',
  }),
  LIMIT_READ: limit(
    [],
    '60 ip=3000 red=6000',
    'Todo lo que se pide al portal, antes de saber quién lo pide. Claves: ip (de IPv6, todo el /64), red (/24 o, de IPv6, /48) y portal; en los registros e ingresos también cedula, y en lo demás persona; los libres no piden prueba, y después del máximo se responde 429. Los operadores móviles sacan a muchas personas por una misma dirección.',
  ),
  LIMIT_WRITE: limit(['person'], '60 ip=600 persona=120', 'Formularios y escrituras de la API.'),
  LIMIT_REGISTER: limit(
    ['cedula'],
    '600 ip=30/150 red=60/400 cedula=10/- portal=300/3000',
    'Registros. Pensado para un puesto donde se registran cincuenta personas en diez minutos por una misma dirección.',
  ),
  LIMIT_LOGIN: limit(
    ['cedula'],
    '600 ip=30/150 red=60/400 cedula=10/- portal=1200/6000',
    'Ingresos. Por cédula solo se pide prueba: nadie puede cerrarle la puerta a otra persona.',
  ),
  LIMIT_STRENGTH: limit(
    ['person'],
    '60 ip=120 red=240 persona=60 portal=300',
    'Contraseñas que se juzgan mientras se escriben. Cada una ocupa a accounts unas decenas de milisegundos; a quien pasa de la cuenta solo se le deja de decir.',
  ),
  LIMIT_RECOVERY: limit(
    [],
    '600 ip=30 red=120 portal=1200',
    'Códigos para recuperar una cuenta: los que se piden, y los que se escriben. Por cédula no se cuenta aquí: nadie puede cerrarle la puerta a otra persona.',
  ),
  LIMIT_CLAIM: limit(
    [],
    '3600 ip=20 red=60 portal=300',
    'Reclamos de una cédula que otra persona registró. De cada cuenta esperan tres a lo sumo.',
  ),
  LIMIT_LIST: limit(
    ['person'],
    '600 persona=900',
    'Páginas de listas de personas, de 25 cada una; una de la API cuenta como las que trae. Una lista abierta que cambia sin parar se pide 400 veces en diez minutos, y cuenta una vez por cada 25 personas que cambiaron.',
  ),
  LIMIT_EXPORT: limit(['person'], '600 ip=60 persona=12', 'Descargas de listas.'),
  LIMIT_STREAM: limit(['person'], '60 ip=600 red=1200 persona=60', 'Conexiones en vivo que se abren.'),
  PROOF_COST: variable(integer(1, 1_000_000), {
    fallback: '10000',
    unit: 'iteraciones',
    help: 'Trabajo de la prueba que hace el navegador cuando hay más registros o ingresos de lo usual: PBKDF2 con estas iteraciones, unas 256 veces.',
  }),
  PROOF_WAIT_S: variable(integer(1, 600), {
    fallback: '20',
    unit: 'segundos',
    help: 'Lo que espera en vez de la prueba quien no tiene JavaScript; más, si otros esperan por la misma dirección.',
  }),
  STREAMS_PER_ADDRESS: variable(integer(1, 10_000), {
    fallback: '300',
    unit: 'conexiones',
    help: 'Conexiones en vivo abiertas a la vez por una misma dirección, en cada proceso gateway.',
  }),
};
