/** Who goes first among those who wait: a smaller number before a larger one. */
export const priority = {
  /** A person who waits in front of the page. */
  person: 10,
  /** A leader's refresh of one person. */
  single: 20,
  /** A leader's refresh of many; leaders take turns. */
  bulk: 30,
  /** An old answer that is checked again by itself. */
  scheduled: 40,
} as const;

export type Priority = (typeof priority)[keyof typeof priority];
