import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Hint } from '../../../shared/moleculer/hints.ts';

/** Tells every gateway at once which sessions are over, so that no stream of theirs goes on, and which are not what they were. */
export interface TellEnded {
  /** Of these hashes of tokens. */
  those(hashes: readonly string[]): void;
  /** The one that a token opened, once the work is done. */
  ofToken<T>(token: string, work: () => Promise<T>): Promise<T>;
  /** All of a person, once the work is done. */
  ofPerson<T>(userId: string, work: () => Promise<T>): Promise<T>;
  /** What theirs say of a person is not so any more, once the work is done. */
  changed<T>(userId: string, work: () => Promise<T>): Promise<T>;
  /** The one that another takes the place of: none while a login only waits for its second step. */
  replaced<T extends object>(asked: { replaces?: string | undefined }, work: () => Promise<T>): Promise<T>;
}

export const createTellEnded = (hint: Hint): TellEnded => {
  const token = (ended: string): void => hint('session.ended', { tokenHash: tokenHash(ended) });
  return {
    those(hashes) {
      for (const tokenHash of hashes) hint('session.ended', { tokenHash });
    },
    async ofToken(ended, work) {
      const answer = await work();
      token(ended);
      return answer;
    },
    async ofPerson(userId, work) {
      const answer = await work();
      hint('session.ended', { userId });
      return answer;
    },
    async changed(userId, work) {
      const answer = await work();
      hint('session.changed', { userId });
      return answer;
    },
    async replaced({ replaces }, work) {
      const answer = await work();
      if (replaces !== undefined && 'session' in answer) token(replaces);
      return answer;
    },
  };
};
