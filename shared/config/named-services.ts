import { allServices, type ServiceName } from '../contract/services.ts';
import { AppError } from '../errors.ts';

/**
 * The services that a person names, in the order in which they start; all of them when none is named.
 *
 * @throws AppError `unknown_service`
 */
export const namedServices = (names: readonly string[]): readonly ServiceName[] => {
  if (names.length === 0) return allServices;
  const unknown = names.filter((name) => !(allServices as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new AppError(
      'unknown_service',
      `No existe el servicio ${unknown.join(', ')}. Los servicios son: ${allServices.join(', ')}.`,
    );
  }
  return allServices.filter((name) => names.includes(name));
};
