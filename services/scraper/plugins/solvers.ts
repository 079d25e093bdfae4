import { AppError } from '../../../shared/errors.ts';
import { noSolver } from '../captcha/none.ts';
import type { CaptchaSolver } from '../captcha/solver.ts';
import { createTwoCaptchaSolver, type TwoCaptchaLog } from '../captcha/twocaptcha/twocaptcha.ts';

type SolverName = 'none' | 'twocaptcha';

/** What a solver may need of the configuration; `none` needs nothing. */
interface SolverSettings {
  apiKey: string | undefined;
  /** Address of the service's API, without the method's name. */
  baseUrl: string;
  log: TwoCaptchaLog;
}

/** Every solver by the name that CAPTCHA_SOLVER has. */
const solvers: Record<SolverName, (settings: SolverSettings) => CaptchaSolver> = {
  none: () => noSolver,
  twocaptcha: ({ apiKey, baseUrl, log }) => {
    if (!apiKey) {
      throw new AppError(
        'captcha_no_key',
        'CAPTCHA_SOLVER=twocaptcha necesita la clave de su cuenta: fije TWOCAPTCHA_API_KEY.',
      );
    }
    return createTwoCaptchaSolver({ apiKey, baseUrl, log });
  },
};

/** @throws AppError `captcha_no_key` when the solver needs a key and there is none */
export const createSolver = ({ name, ...settings }: SolverSettings & { name: SolverName }): CaptchaSolver =>
  solvers[name](settings);
