import { LRUCache } from 'lru-cache';
import { spelled } from './spelling.ts';

/** Joins what is before and after it; an article behind one is no part of a name. */
const JOINING = new Set(['de', 'del', 'y', 'en', 'con', 'por', 'para', 'al']);
const ARTICLES = new Set(['la', 'las', 'los', 'el']);

/** What is read letter by letter. */
const INITIALS = new Set(
  'IE IED IEM IER IEA CE CED CER CDI CAI INEM ITI SENA ICBF JAC ESAP UNAD UIS JAL'.split(' '),
);
/** Shortened words without a vowel; others without one are initials. */
const SHORTENED = new Set(
  'CL CLL CR CRR KR DG DGL TV TRV TR MZ MNZ KM BR BRR BL BLQ CS CRT DR SR STR PQ PRQ NR NRS'.split(' '),
);

const UPPER = /^[A-ZÁÉÍÓÚÜÑ]+$/;
const ROMAN = /^(?:X{1,2}|X{0,2}(?:I[XV]|V?I{0,3}))$/;
const VOWEL = /[AEIOUYÁÉÍÓÚÜ]/;

/** Thousands of people vote at the same places; some 2 MB at the most. */
const LONGEST = 200;
const written = new LRUCache<string, string>({ max: 5_000 });

/**
 * An official text, all in capitals and without accents, as people write it: "IE LA ESPERANZA SEDE 2" becomes "IE La
 * Esperanza Sede 2". Nothing is added nor lost: only capitals and accents change, and words that have small letters stay.
 */
export const withCapitals = (text: string): string => {
  const known = written.get(text);
  if (known !== undefined) return known;
  const made = write(text);
  if (text.length <= LONGEST) written.set(text, made);
  return made;
};

const write = (text: string): string => {
  const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)].map(({ 0: word, index }) => ({ word, index }));
  let written = '';
  let from = 0;
  let joined = false;
  for (const [place, { word, index }] of words.entries()) {
    const next = words[place + 1]?.word;
    const isInside = place > 0 && next !== undefined;
    const isSmall: boolean = isInside && isJoining(word, { next, joined });
    written += text.slice(from, index);
    written += isSmall ? word.toLowerCase() : wordOf(word, /\d/.test(text[index - 1] ?? ''));
    from = index + word.length;
    joined = isSmall;
  }
  return written + text.slice(from);
};

/** @param joined whether the word before it joins */
const isJoining = (word: string, { next, joined }: { next: string; joined: boolean }): boolean => {
  const lower = word.toLowerCase();
  // "A" alone is the name of a block, but before an article.
  if (lower === 'a') return ARTICLES.has(next.toLowerCase());
  return JOINING.has(lower) || (joined && ARTICLES.has(lower));
};

const wordOf = (word: string, isAfterFigure: boolean): string => {
  if (!UPPER.test(word) || word.length === 1) return word;
  const lower = word.toLowerCase();
  // "1RA", "12BIS"
  if (isAfterFigure) return lower;
  if (INITIALS.has(word) || ROMAN.test(word)) return word;
  if (!VOWEL.test(word) && !SHORTENED.has(word)) return word;
  const [first = '', ...others] = spelled(lower);
  return first.toUpperCase() + others.join('');
};
