import type { OwnConsent, OwnHistory, OwnVisit } from '../../../shared/contract/own-data.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { sourceName } from '../answer/source-name.ts';
import { channelName, purposeWords } from '../consent/purposes.ts';
import { formatFull, formatMoment } from '../ui/format.ts';
import { doneText, outcomeLook, readerName } from './words.ts';

/** What one reader did without a long pause, as a row. */
export interface VisitRow {
  who: string;
  when: string;
  what: string[];
  times: number;
}

export const presentVisit = ({ by, from, until, actions, times }: OwnVisit): VisitRow => ({
  who: readerName(by),
  when: span(new Date(from), new Date(until)),
  what: [...new Set(actions.map(doneText))],
  times,
});

/** One moment, or two with what they share said once. */
const span = (from: Date, until: Date): string => {
  const [begin, end] = [formatFull(from), formatFull(until)];
  if (begin === end) return begin;
  const [day, time = ''] = end.split(/, (?=\d)/);
  return begin.startsWith(`${day},`) ? `${begin} a ${time}` : `${begin} a ${end}`;
};

/** One lookup as a row. */
export interface LookupRow {
  when: string;
  outcome: string;
  tone: Tone;
  source: string | null;
}

export const presentLookup = (
  { startedAt, outcome, source }: OwnHistory['items'][number],
  now: Date,
): LookupRow => {
  const { text, tone } = outcomeLook(outcome);
  return { when: formatMoment(startedAt, now), outcome: text, tone, source: sourceName(source) };
};

/** One decision as a row. */
export interface ConsentRow {
  purpose: string;
  version: string;
  given: string;
  /** Null while it stands. */
  withdrawn: string | null;
  channel: string;
}

export const presentConsent = (consent: OwnConsent): ConsentRow => ({
  purpose: purposeWords[consent.purpose].name,
  version: consent.policyVersion,
  given: formatFull(new Date(consent.grantedAt)),
  withdrawn: consent.withdrawnAt === null ? null : formatFull(new Date(consent.withdrawnAt)),
  channel: channelName(consent.channel),
});
