/** What somebody decides on: the policy as a whole, being looked up, and being shown to whoever invited them. */
export const purposes = ['policy', 'lookup', 'sharing'] as const;
export type Purpose = (typeof purposes)[number];

/** By which way a decision came. */
export type Channel = 'web' | 'api' | 'command';
