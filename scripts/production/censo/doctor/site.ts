import type { Config } from '../../../../shared/config/config.ts';
import { errorCodeOf } from '../../../../shared/errors.ts';
import { within } from '../../../../shared/time/within.ts';
import { away, type Check, fault, notice, ok } from './check.ts';

const TIMEOUT_MS = 15_000;

/** One visit to the official page, without a query. Politeness: only when it is asked for. */
export const siteCheck = ({ target }: Config): Check => ({
  name: 'Página oficial',
  async look() {
    if (target.kind === 'simulator')
      return notice('se usa el simulador', 'Indique REGISTRADURIA_URL para consultar la página oficial.');
    try {
      const { status } = await within(TIMEOUT_MS, (signal) =>
        fetch(target.url, { redirect: 'manual', signal }),
      );
      if (status < 400) return ok(`${target.url.host} responde ${status}`);
      return fault(
        `${target.url.host} responde ${status}`,
        'Si es 403 o 429, la página no quiere visitas de esta dirección: espere y no insista.',
      );
    } catch (error) {
      const { cause } = error as { cause?: unknown };
      return away(
        `${target.url.host} no responde (${errorCodeOf(cause ?? error)})`,
        'Ábrala en un navegador desde esta máquina: puede estar caída, o bloquear esta dirección.',
      );
    }
  },
});
