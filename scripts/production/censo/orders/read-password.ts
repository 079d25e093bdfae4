import type { Readable } from 'node:stream';
import { AppError } from '../../../../shared/errors.ts';

const TIMEOUT_MS = 30_000;
const MAX_LENGTH = 4_096;

/**
 * The first line of the standard input. A password never stands on the command line: everybody on the machine sees that.
 *
 * @throws AppError `validation` when nothing comes in 30 s, or far too much
 */
export const readPassword = async (input: Readable): Promise<string> => {
  const timer = setTimeout(() => input.destroy(refused('no llegó en 30 segundos')), TIMEOUT_MS);
  let text = '';
  try {
    for await (const chunk of input.setEncoding('utf8')) {
      text += chunk;
      if (text.includes('\n')) break;
      if (text.length > MAX_LENGTH) throw refused('es demasiado larga');
    }
  } finally {
    clearTimeout(timer);
  }
  return text.split(/\r?\n/)[0] ?? '';
};

const refused = (why: string): AppError =>
  new AppError('validation', `La contraseña ${why}: envíela en una línea por la entrada estándar.`);
