import { allServices } from '../../contract/services.ts';
import { isLoopback } from '../hosts/loopback.ts';
import { isOfficial } from '../hosts/official.ts';
import type { Values } from '../variables/variables.ts';
import { isOpenToSee, type Rule, within } from './rule.ts';

/** The spacing that politeness asks for on any host but this machine, in milliseconds. */
const POLITE_SPACING_MS = 5_000;

/** All addresses of official pages that are configured. */
const pagesOf = ({ REGISTRADURIA_URL, NEXT_URLS = [] }: Values): string[] =>
  REGISTRADURIA_URL === undefined ? [] : [REGISTRADURIA_URL, ...NEXT_URLS];

/** Of the official pages, and of how they are asked. */
export const lookupRules: readonly Rule[] = [
  (v) => {
    const further = (v.SOURCE?.length ?? 1) - 1;
    const given = v.NEXT_URLS?.length ?? 0;
    if (v.REGISTRADURIA_URL === undefined)
      return (
        given > 0 && 'NEXT_URLS no sirve sin REGISTRADURIA_URL: el simulador dice dónde está cada página'
      );
    return (
      given !== further &&
      `NEXT_URLS debe tener ${further} direcciones: una por cada fuente de SOURCE después de la primera`
    );
  },
  (v) =>
    new Set(pagesOf(v).map((page) => isOfficial(new URL(page)))).size > 1 &&
    'REGISTRADURIA_URL y NEXT_URLS deben ser todas oficiales o ninguna: las respuestas inventadas no se mezclan con las reales',
  (v) =>
    v.NODE_ENV === 'production' &&
    !v.REGISTRADURIA_URL &&
    'REGISTRADURIA_URL es obligatoria con NODE_ENV=production: el simulador nunca se usa en producción',
  (v) =>
    v.NODE_ENV === 'production' &&
    pagesOf(v).some(isOpenToSee) &&
    'REGISTRADURIA_URL debe empezar por https://, y NEXT_URLS también, con NODE_ENV=production: por http:// cualquiera en el camino lee las cédulas y cambia las respuestas',
  (v) =>
    v.NODE_ENV === 'production' &&
    v.TWOCAPTCHA_URL !== undefined &&
    isOpenToSee(v.TWOCAPTCHA_URL) &&
    'TWOCAPTCHA_URL debe empezar por https:// con NODE_ENV=production: por http:// cualquiera en el camino lee la clave de su cuenta',
  (v, services) =>
    v.NODE_ENV === 'production' &&
    services.includes('simulator') &&
    // Asked for by name: among all services it is left out when there is another target (load.ts).
    services.length < allServices.length &&
    'el servicio simulator no puede iniciarse con NODE_ENV=production',
  (v) =>
    v.SPACING_MS !== undefined &&
    v.SPACING_MS < POLITE_SPACING_MS &&
    pagesOf(v).some((page) => !isLoopback(new URL(page))) &&
    `SPACING_MS=${v.SPACING_MS} es menor que ${POLITE_SPACING_MS} y el destino no es esta máquina`,
  (v) =>
    v.LEASE_S !== undefined &&
    v.LOOKUP_TIMEOUT_S !== undefined &&
    v.LEASE_S <= v.LOOKUP_TIMEOUT_S &&
    `LEASE_S=${v.LEASE_S} debe ser mayor que LOOKUP_TIMEOUT_S=${v.LOOKUP_TIMEOUT_S}`,
  (v, services) =>
    v.CAPTCHA_SOLVER === 'twocaptcha' &&
    v.TWOCAPTCHA_API_KEY === undefined &&
    within(services, 'scraper') &&
    'TWOCAPTCHA_API_KEY es obligatoria con CAPTCHA_SOLVER=twocaptcha',
  (v) =>
    v.CIRCUIT_OPEN_S !== undefined &&
    v.CIRCUIT_MAX_OPEN_S !== undefined &&
    v.CIRCUIT_MAX_OPEN_S < v.CIRCUIT_OPEN_S &&
    `CIRCUIT_MAX_OPEN_S=${v.CIRCUIT_MAX_OPEN_S} no puede ser menor que CIRCUIT_OPEN_S=${v.CIRCUIT_OPEN_S}`,
  (v) =>
    v.OUTAGE_OPEN_S !== undefined &&
    v.OUTAGE_MAX_OPEN_S !== undefined &&
    v.OUTAGE_MAX_OPEN_S < v.OUTAGE_OPEN_S &&
    `OUTAGE_MAX_OPEN_S=${v.OUTAGE_MAX_OPEN_S} no puede ser menor que OUTAGE_OPEN_S=${v.OUTAGE_OPEN_S}`,
];
