import { z } from 'zod';
import { askLedger } from '../../../../services/accounts/erasure/ask-ledger.ts';
import type { Config } from '../../../../shared/config/config.ts';
import type { ErasureReason } from '../../../../shared/contract/erasure.ts';
import { cedulaRule } from '../../../../shared/person/rules.ts';
import { counted } from '../../../../shared/plural.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { checked } from './checked.ts';
import { ledgerKeyOf } from './ledger-key.ts';

const askRule = z.object({ cedula: cedulaRule });

/** Where the trail says that it came from. */
const COMMAND_LINE = 'censo';

const reasons: Record<ErasureReason, string> = {
  own: 'lo pidió la persona',
  admin: 'lo hizo quien administra',
  command: 'lo hizo quien opera',
  retention: 'se cumplió el plazo de conservación',
  restored: 'un respaldo la había traído de nuevo',
};

const moment = new Intl.DateTimeFormat('es-CO', {
  ...{ dateStyle: 'long', timeStyle: 'short', timeZone: 'America/Bogota' },
});

/**
 * Says whether somebody with this cédula was erased: what the ledger can still answer, who asks for it.
 *
 * @throws AppError `validation`, `factor_key_missing`
 */
export const erasuresHas = async (config: Config, given: object, now: Date): Promise<Result> => {
  const { cedula } = checked(askRule, given);
  const ledger = await ledgerKeyOf(config);
  const data = await withDatabase(config, 'accounts', (fork) =>
    askLedger(fork(), ledger, { cedula, ip: COMMAND_LINE }, now),
  );
  const { erasures, withoutCedula } = data;
  return {
    lines: [
      ...(erasures.length === 0
        ? ['El libro no tiene a nadie con esa cédula.']
        : erasures.map(
            ({ at, reason }) => `Se borró el ${moment.format(new Date(at))}: ${reasons[reason]}.`,
          )),
      ...(withoutCedula === 0
        ? []
        : [
            `Del libro se leyeron ${counted(withoutCedula, 'borrado que no dice', 'borrados que no dicen')} de qué cédula: llegaron de otro libro.`,
          ]),
    ],
    data: { erased: erasures.length > 0, ...data },
  };
};
