import type { Confinement, Separation } from '../confinement/confinement.ts';
import { browserNotConfined } from '../errors.ts';

/** auto: as much as the machine can do. on: all of it, or no start. off: without Chromium's own sandbox. */
type SandboxWish = 'auto' | 'on' | 'off';

export interface ConfinementWish {
  sandbox: SandboxWish;
  /** The browser's user where this process is root. */
  uid: number;
}

/** What a browser got, and why not more. */
export interface Confined {
  confinement: Confinement;
  /** What was tried first and does not work here, in one line; null when everything does, or was not wished for. */
  lacks: string | null;
}

/**
 * Finds the narrowest confinement in which a browser works here.
 *
 * @param probe tries one; null, or why it does not work
 * @param uid this process's user; undefined where the system has none
 * @throws AppError `browser_not_confined` when all of it was demanded and the machine cannot do it
 */
export const confine = async (
  wish: ConfinementWish,
  probe: (confinement: Confinement) => Promise<string | null>,
  uid = process.getuid?.(),
): Promise<Confined> => {
  const candidates = candidatesFor(wish, uid);
  const last = candidates.at(-1);
  let lacks: string | null = null;
  for (const confinement of candidates) {
    // The last resort is what the browser did before anybody tried: its launch will tell.
    if (confinement === last && wish.sandbox !== 'on') return { confinement, lacks };
    const reason = await probe(confinement);
    if (reason === null) return { confinement, lacks };
    lacks ??= reason;
  }
  throw browserNotConfined(lacks ?? '');
};

/** Narrowest first. Separation is worth more than the sandbox of a tab: it holds for the whole browser. */
const candidatesFor = (
  { sandbox, uid: browserUid }: ConfinementWish,
  uid: number | undefined,
): Confinement[] => {
  const isRoot = uid === 0;
  const apart: Separation = isRoot ? { kind: 'user', uid: browserUid } : { kind: 'namespace' };
  const none: Separation = { kind: 'none' };
  if (sandbox === 'on') return [{ separation: apart, sandbox: true }];
  const without = [
    { separation: apart, sandbox: false },
    { separation: none, sandbox: false },
  ];
  if (sandbox === 'off') return without;
  // Chromium refuses to start its sandbox as root.
  const alone = isRoot ? [] : [{ separation: none, sandbox: true }];
  return [{ separation: apart, sandbox: true }, ...alone, ...without];
};
