import { allServices } from '../../../shared/contract/services.ts';
import { generateServiceKey } from '../../../shared/identity/generate-key.ts';

/** Every service's key, made once for all systems of this mocha process. */
const keys = allServices.map((service) => ({ service, ...generateServiceKey() }));

/** What tells processes of the distributed mode who these services are, and who everybody is. */
export const identityOf = (services: readonly string[]) => ({
  SERVICE_KEY: keys
    .filter(({ service }) => services.includes(service))
    .map(({ service, privateKey }) => `${service}:${privateKey}`)
    .join(','),
  SERVICE_PUBLIC_KEYS: keys.map(({ service, publicKey }) => `${service}:${publicKey}`).join(','),
});
