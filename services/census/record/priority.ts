/** Who goes first among those who wait: a smaller number before a larger one. */
export const priority = {
  /** A person who waits in front of the page. */
  person: 10,
  /** One person whom somebody else asks for. */
  single: 20,
  /** A batch; their owners take turns. */
  batch: 30,
  /** An old answer that is checked again by itself. */
  scheduled: 40,
} as const;

export type Priority = (typeof priority)[keyof typeof priority];
