import { subnetBlock } from '../../../shared/origin/address-block.ts';
import { maskCedula } from '../../../shared/person/cedula.ts';
import type { Gathered } from '../audit/gathered.ts';
import type { LoginResult, LoginWatch } from './login-result.ts';

/** What is written down of a login that failed; a good one is where its session is opened. */
const actions: Partial<Record<LoginResult, 'session.refused' | 'session.lockout'>> = {
  wrong: 'session.refused',
  suspended: 'session.refused',
  locked: 'session.lockout',
};

interface Noting {
  gathered: Gathered;
  /** Counts every result. */
  logins: { inc(labels: { result: LoginResult }): void };
}

/** Writes down a login that failed: by the account that it was about, or else by where it came from. */
export const noteLogin =
  ({ gathered, logins }: Noting, { cedula, ip }: { cedula: string; ip: string }): LoginWatch =>
  (result, user) => {
    logins.inc({ result });
    const action = actions[result];
    if (action === undefined) return;
    const detail = result === 'suspended' ? 'La cuenta está suspendida' : `Cédula ${maskCedula(cedula)}`;
    if (user !== null)
      return gathered.note(user.id, { actor: null, action, subjectIds: [user.id], ip, detail });
    const block = subnetBlock(ip);
    gathered.note(block, {
      ...{ actor: null, action, subjectIds: [], ip },
      detail: `Cédulas sin cuenta, desde ${block}`,
    });
  };
