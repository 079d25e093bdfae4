import { enhanceCopy } from './copy.ts';
import { enhanceCountdowns } from './countdown.ts';
import { enhanceDownloads } from './download/download.ts';
import { enhanceBusyForms } from './forms/busy.ts';
import { enhanceReveal } from './forms/reveal.ts';
import { enhanceValidation } from './forms/validate.ts';
import { followAnswers } from './live/follow.ts';
import { rememberRendering } from './live/parts.ts';
import { enhanceMenus } from './menu.ts';
import { countPicks, enhancePicks } from './picks.ts';
import { noteRegistration } from './register.ts';
import { enhanceShare } from './share.ts';

/** Progressive enhancement: every page works without this, by reloading. What came with a look is enhanced as well. */
const enhance = (): void => {
  enhanceCopy();
  enhanceCountdowns();
  enhancePicks();
  countPicks();
};

const isLive = document.body.hasAttribute('data-live');
if (isLive) rememberRendering(document.body);
enhance();
enhanceShare();
enhanceMenus();
enhanceReveal();
enhanceValidation();
enhanceDownloads();
if (isLive) followAnswers(enhance);
else noteRegistration();
enhanceBusyForms();
