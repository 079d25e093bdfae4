import { maskCedula } from '../../../shared/person/cedula.ts';
import type { Gathered } from '../audit/gathered.ts';
import { subnetBlock } from '../subnet/subnet-block.ts';
import type { LoginResult, LoginWatch } from './login-result.ts';

/** What is written down of a login that failed; a good one is where its session is opened. */
const actions: Partial<Record<LoginResult, 'session.refused' | 'session.lockout'>> = {
  wrong: 'session.refused',
  factor: 'session.refused',
  suspended: 'session.refused',
  locked: 'session.lockout',
};

interface Noting {
  gathered: Gathered;
  /** Counts every result. */
  logins: { inc(labels: { result: LoginResult }): void };
}

/** What was shown of a login: who fails at the second step knows the password. */
type Step = 'password' | 'factor';

const detailOf = (result: LoginResult, step: Step, cedula: string): string => {
  if (result === 'suspended') return 'La cuenta está suspendida';
  const masked = maskCedula(cedula);
  return step === 'password'
    ? `Cédula ${masked}`
    : `Segundo paso, después de la contraseña correcta: cédula ${masked}`;
};

/** Writes down a login that failed: by the account that it was about, or else by where it came from. */
export const noteLogin =
  ({ gathered, logins }: Noting, { ip }: { ip: string }, step: Step): LoginWatch =>
  (result, user) => {
    logins.inc({ result });
    const action = actions[result];
    if (action === undefined) return;
    if (user !== null) {
      const detail = detailOf(result, step, user.cedula);
      // Each step is told of apart: guesses of the password must not hide that it was found.
      return gathered.note(`${user.id} ${detail}`, {
        ...{ actor: null, action, subjectIds: [user.id], ip, detail },
      });
    }
    const block = subnetBlock(ip);
    gathered.note(block, {
      ...{ actor: null, action, subjectIds: [], ip },
      detail: `Cédulas sin cuenta, desde ${block}`,
    });
  };
