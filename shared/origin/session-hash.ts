import { createHash } from 'node:crypto';

/** What a session is called where its token must not be: stored, and told among services. */
export const sessionHash = (token: string): string => createHash('sha256').update(token).digest('hex');
