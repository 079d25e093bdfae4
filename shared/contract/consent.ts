import { z } from 'zod';

/** What somebody decides on: the policy as a whole, being looked up, and being shown to whoever invited them. */
export const purposes = ['policy', 'lookup', 'sharing'] as const;
export type Purpose = (typeof purposes)[number];

/** What can be given and withdrawn alone: the account rests on the policy. */
export const optionalPurposes = ['lookup', 'sharing'] as const satisfies readonly Purpose[];

/** `earlier`: all at once, on the text of before decisions were separate. */
const channels = ['web', 'api', 'command', 'earlier'] as const;
/** By which way a decision came. */
export type Channel = (typeof channels)[number];
export const channelRule = z.enum(channels);

/** A version of the policy's text. */
export const versionRule = z.string().regex(/^\d{4}-\d{2}-\d{2}[a-z]?$/, 'No es una versión de la política.');

/** A text of the policy. */
export interface PolicyView {
  version: string;
  /** From when on it holds, `2026-11-27`. */
  date: string;
  /** In a small part of Markdown: headings, lists, paragraphs, links, `**strong**` and code. */
  text: string;
  /** SHA-256 of the text, in hexadecimal. */
  hash: string;
  /** The one that people decide on now. */
  current: string;
  /** The newest first. */
  versions: { version: string; date: string }[];
}

/** One decision of a person. Dates are ISO 8601. */
export interface Decision {
  purpose: Purpose;
  version: string;
  /** Of the text that they read; null for those of before it was kept. */
  hash: string | null;
  channel: Channel;
  /** The half of the address that names nobody. */
  address: string;
  givenAt: string;
  /** Null while it stands. */
  withdrawnAt: string | null;
  /** It ended because a later text allows more than they had accepted. */
  outdated: boolean;
}

/** What somebody has decided, and on what they decide now. */
export interface Decisions {
  /** Since when each stands, ISO 8601; null where none does. */
  standing: Record<Purpose, string | null>;
  /** A later text allows more: they are asked again. */
  asked: boolean;
  /** The newest first, also those that were withdrawn. */
  history: Decision[];
  /** The text that they would decide on now. */
  version: string;
}

/** A proof of somebody's decisions, signed by the portal. */
export interface Receipt {
  issuedAt: string;
  /** Whoever answers for the data. */
  responsible: { name: string; nit: string };
  /** The end of the cédula. */
  cedula: string;
  decisions: Decision[];
  /** All of the above, signed (JWS, Ed25519). */
  jws: string;
  /** A short proof that the portal has issued it on that day, for whoever is shown it. */
  code: string;
  /** With which both can be checked without the portal. */
  key: { kty: string; crv: string; x: string };
}

/** Since when a decision of each counts, ISO 8601; null when all do. */
export interface ConsentFloor {
  lookup: string | null;
  sharing: string | null;
}
