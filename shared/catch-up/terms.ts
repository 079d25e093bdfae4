import type { Changed } from '../contract/changes.ts';

/** How often a process looks whether its next round is due, in ms. */
export const TICK_MS = 5_000;
/** Pages of the slow walk in each round: 5,000 people a minute, so that 100,000 are all seen in 20 minutes. */
export const WHOLE_PAGES = 10;
/** An event is there within this time: what is younger has missed nothing, it was only looked at first. */
const ON_ITS_WAY_MS = 10_000;

/** Whether the event of a change should have come by now. */
export const late = ({ changedAt }: Changed, now: Date): boolean =>
  now.getTime() - Date.parse(changedAt) > ON_ITS_WAY_MS;
