import { type Purpose, purposes } from '../../../../shared/contract/consent.ts';
import { AppError } from '../../../../shared/errors.ts';

/** A text as its file has it. */
export interface TextFile {
  /** `2026-11-27`, or with a letter for a second one of a day: versions are ordered as texts are. */
  version: string;
  /** From when on it holds, `2026-11-27`. */
  date: string;
  /** What it allows more than the versions before it did: what they allowed must be asked again. Null when it does not say. */
  widens: readonly Purpose[] | null;
  body: string;
}

const HEAD = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;
const VERSION = /^\d{4}-\d{2}-\d{2}[a-z]?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NONE = 'ninguna';

/** One clear line for whoever starts the portal. */
export const brokenText = (file: string, problem: string): AppError =>
  new AppError('policy_text', `El texto de la política ${file} no sirve: ${problem}.`);

/**
 * Reads a text with its head: `version`, `fecha` and `amplia`.
 *
 * @throws AppError `policy_text` that says what is wrong with it
 */
export const parseText = (file: string, source: string): TextFile => {
  const [, head, body] = HEAD.exec(source.replaceAll('\r\n', '\n')) ?? [];
  if (head === undefined || body === undefined)
    throw brokenText(file, 'debe empezar por una cabecera entre dos líneas ---');
  const fields = new Map(head.split('\n').map((line) => readField(file, line)));
  const version = fields.get('version') ?? '';
  if (!VERSION.test(version) || `${version}.md` !== file)
    throw brokenText(file, 'su version debe ser una fecha, como 2026-11-27, y el nombre del archivo');
  const date = fields.get('fecha') ?? '';
  if (!DATE.test(date)) throw brokenText(file, 'falta su fecha, como 2026-11-27');
  if (body.trim() === '') throw brokenText(file, 'está vacío');
  return { version, date, widens: readWidened(file, fields.get('amplia')), body: body.trim() };
};

const readField = (file: string, line: string): [string, string] => {
  const at = line.indexOf(':');
  const name = line.slice(0, at).trim();
  if (at < 1 || !['version', 'fecha', 'amplia'].includes(name))
    throw brokenText(file, `no se entiende «${line.trim()}» en su cabecera`);
  return [name, line.slice(at + 1).trim()];
};

const readWidened = (file: string, given: string | undefined): Purpose[] | null => {
  if (given === undefined) return null;
  if (given === NONE) return [];
  return given.split(',').map((one) => {
    const purpose = purposes.find((known) => known === one.trim());
    if (purpose === undefined)
      throw brokenText(file, `amplia debe ser ${NONE}, o algunas de ${purposes.join(', ')}`);
    return purpose;
  });
};
