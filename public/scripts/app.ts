import { enhanceCopy } from './copy.ts';
import { enhanceCountdowns } from './countdown.ts';
import { followAnswers } from './live/follow.ts';
import { countPicks, enhancePicks } from './picks.ts';

/** Progressive enhancement: every page works without this, by reloading. */
enhanceCopy();
if (document.body.hasAttribute('data-live')) {
  enhanceCountdowns();
  enhancePicks();
  countPicks();
  followAnswers();
}
