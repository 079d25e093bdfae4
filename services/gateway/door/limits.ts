import { LRUCache } from 'lru-cache';
import type { Limit, LimitKey, LimitKind } from '../../../shared/config/variables/limits.ts';
import { limitKeys } from '../../../shared/config/variables/limits.ts';
import { AppError } from '../../../shared/errors.ts';
import { inWords } from '../../../shared/time/wait-words.ts';
import type { Counter } from './counter.ts';
import type { Secrets } from './secrets.ts';
import type { Store } from './store.ts';

/** Who asks, by each key that is known of them. */
type Whose = Partial<Record<LimitKey, string>>;

/** The limit of one kind of request. */
export interface KindLimit {
  /** Whether more than usual was asked already; nothing is counted. */
  isBusy(whose: Whose): Promise<boolean>;
  /** Counts one. @returns whether it is one more than may come without a proof */
  takeFree(whose: Whose): Promise<boolean>;
  /** Counts one, or as many as this one stands for. @throws AppError `too_many_requests` (429) */
  take(whose: Whose, count?: number): Promise<void>;
}

interface LimitOptions {
  store: Store;
  secrets: Pick<Secrets, 'nameOf'>;
  refused(kind: LimitKind, key: LimitKey): void;
}

/** So many names are known at the most; to make one takes longer than to count it. */
const MOST_NAMES = 5_000;

/** Counted by each gateway for itself: there are too many of them for a way to Redis each, and a stream costs the gateway that has it. */
const LOCAL_KINDS: readonly LimitKind[] = ['read', 'stream'];

const excuses: Record<LimitKey, string> = {
  address: 'Hay demasiadas solicitudes desde su conexión.',
  subnet: 'Hay demasiadas solicitudes desde su red.',
  cedula: 'Hay demasiadas solicitudes con esa cédula.',
  person: 'Hizo demasiadas solicitudes seguidas.',
  portal: 'El portal está recibiendo más solicitudes de las que puede atender.',
};

export const tooMany = (key: LimitKey, leftMs: number): AppError => {
  const retryAfterS = Math.max(1, Math.ceil(leftMs / 1_000));
  return new AppError('too_many_requests', `${excuses[key]} Intente de nuevo en ${inWords(retryAfterS)}.`, {
    status: 429,
    retryAfterS,
  });
};

/**
 * Counts are taken from the narrowest to the widest, one after the other, and the first that is over ends it: what is
 * refused for its address must not use up what the whole portal has. Where nothing is counted they are looked at at once.
 */
export const createLimit = (kind: LimitKind, limit: Limit, options: LimitOptions): KindLimit => {
  const { store, secrets, refused } = options;
  const countBy = (part: 'free' | 'most') => {
    const place = LOCAL_KINDS.includes(kind) ? store.local : store.shared;
    return limitKeys.flatMap((key): { key: LimitKey; counter: Counter }[] => {
      const bound = limit.bounds[key];
      if (bound === undefined || bound[part] === Number.POSITIVE_INFINITY) return [];
      // Where both are the same there is nothing to be had for a proof.
      if (part === 'free' && bound.free === bound.most) return [];
      const points = bound[part];
      const name = `${kind}:${part}:${key}`;
      return [{ key, counter: place({ name, points, windowS: limit.windowS }) }];
    });
  };
  const free = countBy('free');
  const most = countBy('most');
  const names = new LRUCache<string, string>({ max: MOST_NAMES });
  /** Never the address or cédula itself, which nobody shall read in a store; here a cédula is not even kept for a moment. */
  const nameOf = (key: LimitKey, whose: Whose): string | undefined => {
    if (key === 'portal') return 'all';
    const value = whose[key];
    if (value === undefined || key === 'cedula') return value && secrets.nameOf(key, value);
    const known = names.get(`${key} ${value}`);
    if (known !== undefined) return known;
    const name = secrets.nameOf(key, value);
    names.set(`${key} ${value}`, name);
    return name;
  };

  return {
    async isBusy(whose) {
      const looks = free.map(async ({ key, counter }) => {
        const name = nameOf(key, whose);
        if (name === undefined) return false;
        const { used } = await counter.look(name);
        return used >= (limit.bounds[key]?.free ?? Number.POSITIVE_INFINITY);
      });
      return (await Promise.all(looks)).includes(true);
    },
    async takeFree(whose) {
      for (const { key, counter } of free) {
        const name = nameOf(key, whose);
        if (name !== undefined && (await counter.take(name)).over) return true;
      }
      return false;
    },
    async take(whose, count = 1) {
      for (const { key, counter } of most) {
        const name = nameOf(key, whose);
        if (name === undefined) continue;
        const { over, leftMs } = await counter.take(name, count);
        if (!over) continue;
        refused(kind, key);
        throw tooMany(key, leftMs);
      }
    },
  };
};
