import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx, Next, Page } from '../context.ts';
import { invalidBody } from './body-errors.ts';
import { giveBack } from './expired.ts';

interface ErrorPage extends Page {
  message: string;
  code: string;
  /** Seconds after which it may be tried again. */
  retryAfterS: number | undefined;
}

declare module '../context.ts' {
  interface Pages {
    'web/error': ErrorPage;
  }
}

interface Log {
  error(message: string, error: unknown): void;
  warn(message: string): void;
}

/** Where it is no permission that is missing. */
const titleOfCode: Record<string, string> = {
  csrf: 'El formulario venció',
  cross_site: 'No lo aceptamos',
};

const titles: Record<number, string> = {
  403: 'No tiene permiso',
  404: 'No encontramos esta página',
  429: 'Espere un momento',
  503: 'El portal no está disponible',
};

/** Turns whatever a route throws into the one shape of errors: JSON below /api, else a page. */
export const errors =
  (log: Log) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null && ctx.respond !== false) throw notFound();
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.status >= 500) report(log, ctx, error, thrown);
      if (error.code === 'csrf' && (await isGivenBack(log, ctx, error.status))) return;
      show(ctx, error);
    }
  };

/** A form that cannot be given back is an error as every other. */
const isGivenBack = async (log: Log, ctx: Ctx, status: number): Promise<boolean> => {
  try {
    return await giveBack(ctx, 'old', status);
  } catch (error) {
    log.warn(`a form for ${ctx.path} was not given back: ${error}`);
    return false;
  }
};

const notFound = (): AppError =>
  new AppError('not_found', 'La dirección no existe o ya no está disponible.', { status: 404 });

/** Errors of Koa carry a status; anything else is a fault of ours. */
const asAppError = (thrown: unknown): AppError => {
  if (isAppError(thrown)) return thrown;
  const status = thrown instanceof Error && 'status' in thrown ? Number(thrown.status) : 500;
  if (status >= 400 && status < 500) return invalidBody(thrown);
  return new AppError(
    'internal',
    'Algo falló de nuestro lado y ya quedó registrado. Intente de nuevo en unos minutos.',
    {
      status: 500,
      cause: thrown,
    },
  );
};

const report = (log: Log, ctx: Ctx, error: AppError, thrown: unknown): void => {
  const where = `${ctx.method} ${ctx.path} → ${error.status} ${error.code}`;
  if (error.status === 503) log.warn(`${where}: ${error.cause ?? error.message}`);
  else log.error(where, thrown);
};

const show = (ctx: Ctx, error: AppError): void => {
  const { code, message, status, fields, retryAfterS } = error;
  if (retryAfterS !== undefined) ctx.set('Retry-After', String(retryAfterS));
  if (ctx.path.startsWith('/api/')) {
    ctx.status = status;
    ctx.body = { error: { code, message, ...(fields === undefined ? {} : { fields }) } };
    return;
  }
  const title = titleOfCode[code] ?? titles[status] ?? (status >= 500 ? 'Algo falló' : 'No pudimos hacerlo');
  ctx.page('web/error', { title, message, code, retryAfterS }, status);
};
