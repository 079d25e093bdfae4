import { hosts } from './hosts.ts';
import { lanes } from './lanes.ts';
import { integer, oneOf, text, urlOf, variable } from './variable.ts';

/** How a scraper looks people up. */
export const scraperVariables = {
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
  BROWSER_SANDBOX: variable(oneOf(['auto', '0', '1']), {
    fallback: 'auto',
    unit: 'auto | 0 | 1',
    help: 'Aislamiento del navegador. auto: todo el que esta máquina permita, con una advertencia si falta algo; 1: todo, o no arranca; 0: sin el propio de sus pestañas.',
  }),
  BROWSER_UID: variable(integer(1, 4_294_967_294), {
    fallback: '64064',
    unit: 'número de usuario',
    help: 'Usuario con el que corre el navegador cuando el consultor corre como root. Uno que nadie más use; no tiene que existir.',
  }),
  BROWSER_HOSTS: variable(hosts, {
    unit: 'servidor, …',
    help: 'Otros servidores de los que la página puede cargar partes (https), separados por comas; *.ejemplo.com para los que están debajo. El registro dice cuáles quiso y no tuvo.',
  }),
  BROWSER_MAX_LOOKUPS: variable(integer(1, 100_000), {
    fallback: '200',
    unit: 'consultas',
    help: 'Consultas tras las cuales se cambia el navegador por uno nuevo.',
  }),
  BROWSER_CONTEXT_LOOKUPS: variable(integer(1, 1_000), {
    fallback: '20',
    unit: 'consultas',
    help: 'Consultas que puede servir una misma sesión del navegador, limpia de cookies y de todo lo guardado entre una y otra; 1: una nueva para cada una, que cuesta el triple de procesador.',
  }),
  BROWSER_MAX_MEMORY_MB: variable(integer(100, 1_000_000), {
    fallback: '1024',
    unit: 'MiB',
    help: 'Memoria a partir de la cual se cambia el navegador por uno nuevo.',
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
};
