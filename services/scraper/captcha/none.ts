import { AppError } from '../../../shared/errors.ts';
import type { CaptchaSolver } from './solver.ts';

/** The default: a captcha is answered by nobody, and the lookup ends in a failure that says so. */
export const noSolver: CaptchaSolver = {
  name: 'none',
  solve: async () => ({
    kind: 'none',
    error: new AppError(
      'captcha_no_solver',
      'La página pide un captcha y CAPTCHA_SOLVER es none. Lea en docs/plugins.md lo que puede hacer.',
    ),
  }),
};
