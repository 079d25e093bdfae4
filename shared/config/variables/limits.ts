import { z } from 'zod';

/** What is limited: each kind of request has a limit of its own. */
export const limitKinds = [
  'read',
  'write',
  'register',
  'login',
  'strength',
  'recovery',
  'claim',
  'list',
  'export',
  'stream',
] as const;
export type LimitKind = (typeof limitKinds)[number];

/** Whose requests are counted together, from the narrowest to the widest: the order in which they are asked. */
export const limitKeys = ['address', 'subnet', 'cedula', 'person', 'portal'] as const;
export type LimitKey = (typeof limitKeys)[number];

/** How many within the window: so many just so, so many at all; between the two each brings a proof of work, or waits. */
interface Bound {
  free: number;
  /** Infinity where nobody is refused. */
  most: number;
}

export interface Limit {
  windowS: number;
  bounds: Partial<Record<LimitKey, Bound>>;
}

/** How an operator writes whose requests are counted. */
const KEYS: Record<string, LimitKey> = {
  ip: 'address',
  red: 'subnet',
  cedula: 'cedula',
  persona: 'person',
  portal: 'portal',
};

const FORM = /^(\d{1,5})((?: +[a-z]+=\d{1,7}(?:\/(?:\d{1,7}|-))?)+)$/;
const FORM_TOLD =
  'debe ser los segundos y después las cuentas, como «600 ip=30/150 red=60/400 portal=300/3000»; claves: ip, red, cedula, persona, portal';
const LONGEST_S = 86_400;

/**
 * A limit as it is typed: seconds of the window, then `clave=libres/máximo` for each count, or `clave=máximo` where
 * nothing is asked for a proof; `-` for no maximum.
 */
export const limitRule = z
  .string()
  .regex(FORM, FORM_TOLD)
  .transform((typed, context): Limit => {
    const [seconds = '', ...counts] = typed.split(/ +/);
    const windowS = Number(seconds);
    const bounds: Limit['bounds'] = {};
    for (const count of counts) {
      const [name = '', free = '', most = free] = count.split(/[=/]/);
      const key = KEYS[name];
      const bound = { free: Number(free), most: most === '-' ? Number.POSITIVE_INFINITY : Number(most) };
      const isSound = key !== undefined && bound.free >= 1 && bound.most >= bound.free;
      if (!isSound || windowS < 1 || windowS > LONGEST_S) {
        context.addIssue({ code: 'custom', message: FORM_TOLD });
        return z.NEVER;
      }
      bounds[key] = bound;
    }
    return { windowS, bounds };
  });

/** The same where only these are known of who asks: a count by another would be written, and never counted. */
export const limitBy = (known: readonly LimitKey[]) =>
  limitRule.refine(({ bounds }) => Object.keys(bounds).every((key) => known.some((one) => one === key)), {
    error: `aquí solo se cuenta por ${Object.keys(KEYS)
      .filter((name) => known.some((one) => one === KEYS[name]))
      .join(', ')}`,
  });
