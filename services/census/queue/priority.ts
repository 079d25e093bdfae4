/** Who goes first among those who wait: a smaller number before a larger one. */
export const priority = {
  /** A person who waits in front of the page. */
  person: 10,
  /** A leader's refresh of one person. */
  single: 20,
  /** A leader's refresh of many. */
  bulk: 30,
} as const;

export type Priority = (typeof priority)[keyof typeof priority];
