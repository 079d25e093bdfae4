import type { Failure, FailureKind, Outcome } from '../../../shared/contract/outcome.ts';
import { readDocument } from '../reading/document.ts';
import { fold } from '../reading/fold.ts';
import { parseJson } from '../reading/json.ts';
import { documentsNamed } from '../reading/named-document.ts';
import { isWhole, readRegion } from '../reading/region.ts';
import { readConsultaAnswer } from '../sources/consultacenso/read-answer.ts';
import type { ReadAnswer } from '../sources/form/form-profile.ts';
import { readWspAnswer } from '../sources/wsp/read-answer.ts';
import type { EvidenceText } from './evidence-texts.ts';

/** Who reads the answers of a source today; sources of one's own read for themselves. */
const readers = new Map<string, ReadAnswer>([
  ['consultacenso', readConsultaAnswer],
  ['wsp', readWspAnswer],
  ['simulated-http', readConsultaAnswer],
]);

/** A failure as it was stored, and for whom. */
export interface StoredFailure {
  source: string;
  cedula: string;
  failure: FailureKind;
}

export interface Reread {
  outcome: Outcome;
  /** It is an answer about this very person, whole: it may take the failure's place. */
  isProven: boolean;
}

/** What a lookup ended with before anything was answered: its page is no answer to anybody. */
const UNANSWERED = new Set<FailureKind>(['browser_crash', 'crash']);

/**
 * Reads a failure's evidence as a lookup would today. Among its texts the answer counts, wherever it stands; two that
 * contradict each other are none.
 *
 * @param truncated whether evidence was cut: what is left proves nothing
 * @returns null when nobody here reads this source, or nothing was kept that could be read
 */
export const reread = (
  texts: readonly EvidenceText[],
  stored: StoredFailure,
  truncated = false,
): Reread | null => {
  const read = readers.get(stored.source);
  if (read === undefined || UNANSWERED.has(stored.failure) || texts.length === 0) return null;
  const outcomes = texts.map((one) => ({ one, outcome: readText(one, stored.cedula, read) }));
  const answers = outcomes.filter(({ outcome }) => outcome.kind !== 'failure');
  const [answer] = answers;
  if (answer !== undefined) {
    const agree = answers.every(({ outcome }) => same(outcome, answer.outcome));
    const others = outcomes.some(
      ({ outcome }) => outcome.kind === 'failure' && outcome.failure === 'wrong_person',
    );
    const proven =
      agree && !others && !truncated && answers.some(({ one, outcome }) => proves(one.text, outcome, stored));
    return { outcome: answer.outcome, isProven: proven };
  }
  const told = outcomes
    .map(({ outcome }) => outcome as Failure)
    .filter(({ failure }) => failure !== 'unrecognised');
  return { outcome: told.at(-1) ?? (outcomes.at(-1)?.outcome as Failure), isProven: false };
};

/** What the source read is a body or a region; whole pages are read as such. */
const readText = ({ from, text }: EvidenceText, cedula: string, read: ReadAnswer): Outcome => {
  if (from === 'page' || /<(html|body|form)\b/i.test(text)) return readDocument(text, cedula);
  if (parseJson(text) !== undefined) return read(text, cedula, 200);
  return readRegion(text, cedula);
};

const same = (one: Outcome, other: Outcome): boolean => {
  const facts = (outcome: Outcome) => JSON.stringify({ ...outcome, mapa: undefined });
  return facts(one) === facts(other);
};

/** A place has its NUIP, which the reader has looked at; what is told in words must name whom it is about, and nobody else. */
const proves = (text: string, outcome: Outcome, { cedula }: StoredFailure): boolean => {
  if (!isWhole(text)) return false;
  if (outcome.kind === 'active') return true;
  const words = text.replace(/<[^>]*>/g, ' ');
  const named = documentsNamed(fold(words));
  const digits = new Set(words.match(/\d[\d.,'’ ]*\d/g)?.map((number) => number.replace(/\D/g, '')) ?? []);
  return digits.has(cedula) && named.every((number) => number === cedula);
};
