import { z } from 'zod';

/** What of an official page has a shape: the form that asks, and what it answers. */
export const shapeParts = ['form', 'answer'] as const;
export type ShapePart = (typeof shapeParts)[number];

/** Most characters of one shape, and of one example. */
export const SHAPE_CHARS = 6_000;

/**
 * How a part of the page is made: its elements, labels and field names as lines of text, never what stands in them. The
 * example is the same with the words that every page of this kind has, and everything else masked; only failures have one.
 */
export const shapeRule = z.object({
  part: z.enum(shapeParts),
  /** Of the text: equal shapes have equal ones. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  text: z.string().max(SHAPE_CHARS),
  example: z.string().max(SHAPE_CHARS).nullable(),
});
export type Shape = z.output<typeof shapeRule>;

/** What of one source's lookups was read in a way that a changed page explains. */
export const oddKinds = ['page_changed', 'unrecognised', 'wrong_person'] as const;
export type OddKind = (typeof oddKinds)[number];

/** A shape as the census knows it. Dates are ISO 8601. */
export interface KnownShape extends Pick<Shape, 'fingerprint' | 'text' | 'example'> {
  firstSeen: string;
  lastSeen: string;
  /** When a lookup that met it last had an answer; null when none ever had. */
  lastGood: string | null;
  /** How the latest lookup that met it ended. */
  outcome: string;
  count: number;
}

/** One source as its pages look lately. */
export interface SourceShapes {
  source: string;
  /** The lookups of the last hour, and those of them that a changed page explains. */
  lastHour: { lookups: number } & Record<OddKind, number>;
  parts: {
    part: ShapePart;
    /** The latest, and before others the latest without an answer. */
    today: KnownShape;
    /** The one that had answers and is most like it; the same one while all is well, null when none ever had. */
    good: KnownShape | null;
    /** How many others are known. */
    others: number;
  }[];
}
