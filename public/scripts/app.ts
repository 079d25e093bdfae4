import { noteRegistration } from './account/register.ts';
import { enhanceBusyForms } from './forms/busy.ts';
import { enhanceReveal } from './forms/reveal.ts';
import { enhanceStrength } from './forms/strength.ts';
import { enhanceValidation } from './forms/validate.ts';
import { forgetKept } from './push/worker.ts';

/**
 * Progressive enhancement of every page: each works without this, by reloading. It is what somebody who comes for the first
 * time waits for, so what only pages of people who are logged in have is in `logged-in.ts`, which has run by now.
 */
enhanceReveal();
enhanceValidation();
enhanceStrength();
if (!document.body.hasAttribute('data-live')) {
  noteRegistration();
  void forgetKept();
}
enhanceBusyForms();
