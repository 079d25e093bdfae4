import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConsentConfig } from '../../../../shared/config/config.ts';
import { type Purpose, purposes } from '../../../../shared/contract/consent.ts';
import { AppError } from '../../../../shared/errors.ts';
import { bogotaDayOf } from '../../../../shared/time/colombia.ts';
import { assertComplete, fillText } from './fill.ts';
import { brokenText, parseText, type TextFile } from './parse-text.ts';

/** A version of the policy, as people read it. */
export interface PolicyText extends Pick<TextFile, 'version' | 'date'> {
  /** With what the configuration says. */
  text: string;
  /** SHA-256 of `text`, in hexadecimal. */
  hash: string;
}

/** Every version of the policy, and whoever answers for the data. Those of a later day hold by themselves from that day on, in Colombia. */
export interface PolicyTexts {
  readonly responsible: { name: string; nit: string };
  readonly current: PolicyText;
  /** The newest first, without those that hold later. */
  readonly all: readonly PolicyText[];
  /** Also those that hold later, the oldest first. */
  readonly known: readonly PolicyText[];
  /** The oldest version on which a decision of each purpose still counts; empty when all do. */
  readonly since: Readonly<Record<Purpose, string>>;
}

/** What the portal brings. */
const SHIPPED = join(import.meta.dirname, '../../../../consent');

/**
 * Reads the texts of the policy; the newest that holds is the one that people decide on.
 *
 * @throws AppError `policy_text` in one line, when one is broken or the newest lacks what the law demands
 */
export const readTexts = async (
  given: ConsentConfig,
  now: () => Date = () => new Date(),
): Promise<PolicyTexts> => {
  const folder = given.dir ?? SHIPPED;
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new AppError('policy_text', `CONSENT_DIR: no se puede leer la carpeta ${folder}.`, { cause });
  });
  const files = names.filter((name) => name.endsWith('.md')).sort();
  const newest = files.at(-1);
  if (newest === undefined)
    throw new AppError('policy_text', `CONSENT_DIR: no hay ningún texto .md en ${folder}.`);
  const parsed = await Promise.all(
    files.map(async (file) => ({ file, ...parseText(file, await readFile(join(folder, file), 'utf8')) })),
  );
  const last = parsed.at(-1);
  if (last === undefined) return missing();
  if (last.widens === null)
    throw brokenText(newest, 'falta amplia en su cabecera: «ninguna», o lo que permite de más');
  const known = parsed.map(({ file, version, date, body }) => {
    const text = fillText(file, body, given);
    return { version, date, text, hash: createHash('sha256').update(text).digest('hex') };
  });
  /** How many hold; all of them where none does yet, because somebody must be told something. */
  const held = (): number =>
    1 + known.findLastIndex(({ date }) => date <= bogotaDayOf(now())) || known.length;
  // Whatever people decide on, now or later.
  for (const { file, body } of parsed.slice(held() - 1)) assertComplete(file, body, given);
  return {
    responsible: { name: given.name, nit: given.nit },
    known,
    get current() {
      return known[held() - 1] ?? missing();
    },
    get all() {
      return known.slice(0, held()).reverse();
    },
    get since() {
      return widenedSince(parsed.slice(0, held()));
    },
  };
};

const missing = (): never => {
  throw new Error('there is a newest text');
};

/** Who widens the policy itself widens all that rests on it. */
const widenedSince = (files: readonly TextFile[]): Record<Purpose, string> => {
  const since = (purpose: Purpose): string =>
    files.findLast(({ widens }) => widens?.includes(purpose) || widens?.includes('policy'))?.version ?? '';
  const [policy, lookup, sharing] = purposes.map(since);
  return { policy: policy ?? '', lookup: lookup ?? '', sharing: sharing ?? '' };
};
