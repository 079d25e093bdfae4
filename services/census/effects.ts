import type { Effects as EffectsOf } from '../../shared/durable/effects.ts';

/**
 * What may follow a commit. `publish`: what it announced goes to the bus now rather than at the relay's next poll. `feed`: a
 * lookup has ended or a batch has changed, and the next members may wait for theirs. `wake`: something became due, and a
 * scraper that rests may look now.
 */
export type Effect = 'publish' | 'feed' | 'wake';

export type Effects = EffectsOf<Effect>;
export type After = Effects['after'];
