import { namedServices } from '../../../../shared/config/named-services.ts';
import { allServices, type ServiceName } from '../../../../shared/contract/services.ts';

/** What `servicesOf` goes by, for the help of the order. */
export const HOW_IT_KNOWS = `
Qué se revisa: lo que usa el proceso que tiene estas variables: el servicio que se llama como NATS_USER. Sin ella: sin NATS_URL, o con DATABASE_URL y REDIS_URL, todo; solo con
DATABASE_URL, lo de accounts y census; solo con REDIS_URL, lo de scraper; sin ninguna de las dos, lo de gateway. De lo demás se
dice «no se usa aquí». Con --servicio se exige lo que necesitan los que se nombren: ${allServices.join(', ')}.`;

/**
 * The services whose needs are looked at: those that are named, else those that a process with this environment can be.
 * Each process of a cluster knows only the servers that it uses.
 *
 * @throws AppError `unknown_service`
 */
export const servicesOf = (
  env: Record<string, string | undefined>,
  named: readonly string[],
): readonly ServiceName[] => {
  if (named.length > 0) return namedServices(named);
  const isSet = (variable: string) => (env[variable]?.trim() ?? '') !== '';
  const has = (variable: string) => isSet(variable) || isSet(`${variable}_FILE`);
  const own = ownService(env);
  if (own !== undefined) return [own];
  if (!has('NATS_URL')) return allServices;
  if (has('DATABASE_URL')) return has('REDIS_URL') ? allServices : ['accounts', 'census'];
  return has('REDIS_URL') && !has('GATEWAY_SECRET') ? ['scraper'] : ['gateway'];
};

/** The service whose user of NATS the environment has. */
export const ownService = (env: Record<string, string | undefined>): ServiceName | undefined =>
  allServices.find((name) => name === env.NATS_USER?.trim());
