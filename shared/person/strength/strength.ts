import { createRequire } from 'node:module';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { passwordProblem } from '../password.ts';
import { commonHere, commonInThePortal } from './common-words.ts';
import { withOneShortList } from './one-short-list.ts';
import { type Chooser, ownWords } from './own-words.ts';
import { spanish } from './spanish.ts';

/** How hard a password is to guess: 0 at once, 4 hardly ever. */
type Score = 0 | 1 | 2 | 3 | 4;

/** What a new password must have at least: ten to the eighth guesses, far above what the login's throttle lets through. */
const ENOUGH: Score = 3;

/** What is behind this is not looked at: the time that it takes grows with the length, and 32 good ones are enough. */
const LOOKED_AT = 32;
/** Ways to read signs as letters that are tried; a password of signs alone would have thousands. 20 ms at most so. */
const READINGS = 4;

const require = createRequire(import.meta.url);
let loaded: ZxcvbnFactory | undefined;

/** Loads the lists, of 155,000 words, when first needed: 0.2 s and 43 MB, which processes without passwords do without. */
const estimator = (): ZxcvbnFactory => {
  if (loaded !== undefined) return loaded;
  const core = require('@zxcvbn-ts/core') as typeof import('@zxcvbn-ts/core');
  const common = require('@zxcvbn-ts/language-common') as typeof import('@zxcvbn-ts/language-common');
  const es = require('@zxcvbn-ts/language-es-es') as typeof import('@zxcvbn-ts/language-es-es');
  loaded = new core.ZxcvbnFactory({
    dictionary: {
      ...withOneShortList({ ...common.dictionary, ...es.dictionary }),
      'common-here': commonHere,
    },
    graphs: common.adjacencyGraphs,
    translations: spanish,
    ...{ maxLength: LOOKED_AT, l33tMaxSubstitutions: READINGS },
  });
  return loaded;
};

export interface Strength {
  score: Score;
  /** Why it is refused and what to do, in Spanish; null when it may be used. */
  problem: string | null;
}

const ADVICE = 'Junte cuatro palabras que no tengan que ver entre sí.';

/**
 * Judges a password that somebody wants, by how many guesses it would take who knows them. Nothing of it is kept.
 *
 * @param chooser whose own words count as guessed first
 */
export const passwordStrength = (password: string, chooser: Chooser = {}): Strength => {
  const { score, feedback } = estimator().check(password, [...ownWords(chooser), ...commonInThePortal]);
  const shape = passwordProblem(password, chooser.cedula?.replace(/\D/g, ''));
  if (shape !== null) return { score: Math.min(score, 1) as Score, problem: shape };
  if (score >= ENOUGH) return { score, problem: null };
  const [suggestion = ADVICE] = feedback.suggestions;
  return { score, problem: `${feedback.warning ?? 'Es fácil de adivinar.'} ${suggestion}` };
};
