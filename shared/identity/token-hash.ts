import { hash } from 'node:crypto';

/** What a token is called where it must not be itself: stored, since a stolen table opens nothing, and told among services. */
export const tokenHash = (token: string): string => hash('sha256', token);
