import { enhanceCopy } from './copy.ts';
import { enhanceCountdowns } from './countdown.ts';
import { enhanceDownloads } from './download/download.ts';
import { enhanceReveal } from './forms/reveal.ts';
import { enhanceValidation } from './forms/validate.ts';
import { followAnswers } from './live/follow.ts';
import { enhanceMenus } from './menu.ts';
import { countPicks, enhancePicks } from './picks.ts';
import { enhanceShare } from './share.ts';

/** Progressive enhancement: every page works without this, by reloading. */
enhanceCopy();
enhanceShare();
enhanceMenus();
enhanceReveal();
enhanceValidation();
enhanceDownloads();
if (document.body.hasAttribute('data-live')) {
  enhanceCountdowns();
  enhancePicks();
  countPicks();
  followAnswers();
}
