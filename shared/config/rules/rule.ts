import type { ServiceName } from '../../contract/services.ts';
import { isLoopback } from '../hosts/loopback.ts';
import type { Values } from '../variables/variables.ts';

/**
 * What must hold between variables.
 *
 * @param services those that the process will run: each needs different variables
 * @returns what is wrong, in Spanish, or false
 */
export type Rule = (values: Values, services: readonly ServiceName[]) => string | false;

/** True when one of `names` is among the services of a process. */
export const within = (services: readonly ServiceName[], ...names: ServiceName[]): boolean =>
  names.some((name) => services.includes(name));

/** Only over TLS may it leave this machine: nobody in between may read a cédula or a key, or answer in the other's place. */
export const isOpenToSee = (address: string): boolean => {
  const url = new URL(address);
  return url.protocol !== 'https:' && !isLoopback(url);
};
