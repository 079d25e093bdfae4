import { firstAnswer } from './figures/p01-first-answer.ts';
import { lookups } from './figures/p02-lookups.ts';
import { pace } from './figures/p03-pace.ts';
import { queue } from './figures/p04-queue.ts';
import { pages } from './figures/p05-pages.ts';
import { streams } from './figures/p06-streams.ts';
import { waiting } from './figures/p07-waiting.ts';
import { lists } from './figures/p08-lists.ts';
import { starts } from './figures/p09-starts.ts';
import { registrations } from './figures/p10-registrations.ts';
import { firstVisit } from './figures/p11-first-visit.ts';
import { downloads } from './figures/p12-downloads.ts';
import { growth } from './figures/p13-growth.ts';
import { traces } from './figures/p14-traces.ts';
import type { Figure } from './kit/figure.ts';

/** Every figure, in the order in which they are measured. */
export const figures: readonly Figure[] = [
  ...[pages, streams, waiting, lists, starts, registrations, downloads],
  ...[firstAnswer, lookups, firstVisit, pace, queue, growth, traces],
];
