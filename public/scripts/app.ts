import { enhanceCopy } from './copy.ts';
import { enhanceCountdowns } from './countdown.ts';
import { followAnswers } from './live/follow.ts';
import { rememberRendering } from './live/parts.ts';
import { noteRegistration } from './register.ts';

/** Progressive enhancement: every page works without this, by reloading. What came with a look is enhanced as well. */
const enhance = (): void => {
  enhanceCopy();
  enhanceCountdowns();
};

const isLive = document.body.hasAttribute('data-live');
if (isLive) rememberRendering(document.body);
enhance();
if (isLive) followAnswers(enhance);
else noteRegistration();
