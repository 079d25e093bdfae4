import { addAbortSignal, type Readable } from 'node:stream';
import { AppError } from '../../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../../shared/time/clock.ts';
import { within } from '../../../../shared/time/within.ts';

const TIMEOUT_MS = 30_000;
const MAX_LENGTH = 4_096;

/**
 * The first line of the standard input. A password never stands on the command line: everybody on the machine sees that.
 *
 * @throws AppError `validation` when nothing comes in 30 s, or far too much
 */
export const readPassword = (input: Readable, clock: Clock = systemClock): Promise<string> =>
  within(TIMEOUT_MS, (signal) => firstLine(addAbortSignal(signal, input)), {
    late() {
      throw refused('no llegó en 30 segundos');
    },
    clock,
  });

const firstLine = async (input: Readable): Promise<string> => {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n')) break;
    if (text.length > MAX_LENGTH) throw refused('es demasiado larga');
  }
  return text.split(/\r?\n/)[0] ?? '';
};

const refused = (why: string): AppError =>
  new AppError('validation', `La contraseña ${why}: envíela en una línea por la entrada estándar.`);
