import { AppError } from '../../../shared/errors.ts';

/** CHROMIUM_PATH names nothing that can be run; somebody asked for that browser, so no other one is tried. */
export const browserPathMissing = (path: string, cause: unknown): AppError =>
  new AppError(
    'browser_path_missing',
    `CHROMIUM_PATH apunta a «${path}», que no existe o no se puede ejecutar. Corrija la ruta o quite la variable.`,
    { cause },
  );

/** CHROMIUM_PATH names a program that does not run or is no Chromium. `reason` is one line. */
export const browserPathUnusable = (path: string, reason: string, cause: unknown): AppError =>
  new AppError(
    'browser_path_unusable',
    `CHROMIUM_PATH apunta a «${path}», que no funciona como Chromium (${reason}). Corrija la ruta o quite la variable.`,
    { cause },
  );

/** No browser anywhere. `reasons` says, one line each, why what was found could not be used. */
export const browserNotFound = (reasons: readonly string[]): AppError =>
  new AppError(
    'browser_not_found',
    'No se encontró un Chromium que funcione. Instálelo (en Debian o Ubuntu: apt-get install chromium) ' +
      `o indique su ruta en CHROMIUM_PATH.${reasons.length === 0 ? '' : ` Probados: ${reasons.join('; ')}.`}`,
  );

/** The browser was found but did not start. */
export const browserLaunchFailed = (path: string, cause: unknown): AppError =>
  new AppError(
    'browser_launch_failed',
    `No se pudo iniciar el navegador «${path}». Revise la memoria y los permisos de la máquina; se intentará de nuevo en la próxima consulta.`,
    { status: 503, cause },
  );

/** A window was asked for where there is no display. */
export const browserNoDisplay = (cause: unknown): AppError =>
  new AppError(
    'browser_no_display',
    'No hay pantalla en la que abrir la ventana del navegador. Quite BROWSER_HEADED o inicie el programa con xvfb-run.',
    { status: 503, cause },
  );

/** The confinement was demanded, and this machine cannot do it. `reason` is one line. */
export const browserNotConfined = (reason: string): AppError =>
  new AppError(
    'browser_not_confined',
    `BROWSER_SANDBOX=1 exige un navegador aislado, y aquí no se puede (${reason}). Permita los espacios de nombres de usuario (k8s/seccomp/scraper.json en un contenedor), o quite la variable para arrancar con una advertencia.`,
  );

export const PROXY_REFUSED = 'proxy_refused';

/** The proxy of a context wants a user and password, or others than it was given. */
export const proxyRefused = (): AppError =>
  new AppError(
    PROXY_REFUSED,
    'El proxy no dejó pasar la consulta: pide un usuario y una contraseña, o no acepta los que recibió. Revíselos en la configuración.',
    { status: 503 },
  );

/** The browser ended while it was in use. Worth a retry: the next call gets a new one. */
export const browserCrash = (cause?: unknown): AppError =>
  new AppError(
    'browser_crash',
    'El navegador se cerró de forma inesperada durante la consulta. Se intentará de nuevo con un navegador nuevo.',
    { status: 503, ...(cause === undefined ? {} : { cause }) },
  );

/** The browser is being shut down with its process; nothing is wrong with the lookup. */
export const browserClosed = (): AppError =>
  new AppError('browser_closed', 'El navegador se está cerrando. La consulta se hará después del reinicio.', {
    status: 503,
  });

/** The patches were told to work in a mode in which pages cannot be driven. */
export const browserModeRefused = (mode: string): AppError =>
  new AppError(
    'browser_mode_refused',
    `REBROWSER_PATCHES_RUNTIME_FIX_MODE=${mode} no funciona con este programa. Quite la variable.`,
  );
