import { enhanceCopy } from './copy.ts';
import { enhanceCountdowns } from './countdown.ts';
import { enhanceDownloads } from './download/download.ts';
import { followAnswers } from './live/follow.ts';

/** Progressive enhancement: every page works without this, by reloading. */
enhanceCopy();
enhanceDownloads();
if (document.body.hasAttribute('data-live')) {
  enhanceCountdowns();
  followAnswers();
}
