import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';

/** What no text of a person has and Postgres cannot store: a zero byte, or half of a character. */
const isSound = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * Looks at every text of what was sent, however deep it is nested, names included.
 *
 * @throws AppError `invalid_text` (400)
 */
export const assertSoundText = (sent: unknown): void => {
  // Not by recursion: who sends brackets in brackets decides how deep it would go.
  const left: unknown[] = [sent];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'string' && !isSound(one)) throw unsound();
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, value] of Object.entries(one)) left.push(name, value);
  }
};

const unsound = (): AppError =>
  new AppError(
    'invalid_text',
    'Hay un carácter que el portal no puede guardar. Borre ese texto, escríbalo de nuevo a mano e intente otra vez.',
    { status: 400 },
  );

/** Refuses an address whose path or query holds what cannot be text; bodies are looked at where they are read. */
export const soundAddress = async (ctx: Ctx, next: Next): Promise<void> => {
  assertSoundText(decoded(ctx.path));
  // A program hears of its mistake; a person's link may have lost an end in a chat, and still leads somewhere.
  if (ctx.path.startsWith('/api/')) decoded(ctx.querystring);
  assertSoundText(ctx.query);
  await next();
};

/** @throws AppError `invalid_address` (400) when it is not percent-encoded UTF-8 */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new AppError('invalid_address', 'La dirección está mal escrita: revísela e intente de nuevo.', {
      status: 400,
      cause: error,
    });
  }
};
