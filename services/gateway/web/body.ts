import { bodyParser } from '@koa/bodyparser';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';
import { invalidBody, tooLargeBody, unsupportedBody } from './body-errors.ts';
import { assertSoundText } from './sound-text.ts';

const LIMIT_BYTES = 64 * 1024;
/** Others bring no body that anybody reads. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

type Parser = (ctx: Ctx, next: Next) => Promise<unknown>;

/**
 * Reads a body and looks at its texts before anybody uses it.
 *
 * @throws AppError `invalid_body`, `invalid_text` (400), `too_large` (413), `unsupported_media_type` (415)
 */
const readBy =
  (parse: Parser) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    if (!WITH_BODY.has(ctx.method)) return void (await next());
    let isRead = false;
    const read = async (): Promise<void> => {
      isRead = true;
    };
    try {
      await parse(ctx, read);
    } catch (error) {
      throw isAppError(error) ? error : explain(error);
    }
    // Whoever sent it is gone.
    if (!isRead) return;
    assertSoundText(ctx.request.body);
    await next();
  };

/** Nothing was done but reading: what it fails with has its cause in what was sent. */
const explain = (error: unknown): unknown => {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return tooLargeBody(error);
  return status === 415 ? unsupportedBody(error) : invalidBody(error);
};

/** What a form of the portal's pages sends. */
export const formBody = readBy(
  bodyParser({ enableTypes: ['form'], formLimit: LIMIT_BYTES.toString() }) as Parser,
);

/** What a program sends to the API. */
export const jsonBody = readBy(
  bodyParser({
    enableTypes: ['json'],
    jsonLimit: LIMIT_BYTES.toString(),
    enableRawChecking: false,
  }) as Parser,
);

/** A body sent to the API must say that it is JSON: a form of another site cannot. */
export const jsonOnly = async (ctx: Ctx, next: Next): Promise<void> => {
  const hasBody = ctx.get('Transfer-Encoding') !== '' || Number(ctx.get('Content-Length')) > 0;
  if (hasBody && ctx.is('application/json') !== 'application/json') {
    throw new AppError('unsupported_media_type', 'Envíe los datos como application/json.', { status: 415 });
  }
  await next();
};

/** Says in words of this form what to do when more was sent than a form may have. */
export const explainTooLarge =
  (message: string) =>
  async (_ctx: Ctx, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const isTooLarge = error instanceof Error && 'status' in error && error.status === 413;
      throw isTooLarge ? new AppError('too_large', message, { status: 413, cause: error }) : error;
    }
  };
