import type { AuditFault, FaultKind } from '../../../../services/accounts/audit/faults.ts';
import {
  type ChainHead,
  type Checkpoint,
  MOST_FAULTS,
  type Verified,
  verifyAudit,
} from '../../../../services/accounts/audit/verify.ts';
import type { Config } from '../../../../shared/config/config.ts';
import { AppError } from '../../../../shared/errors.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';

const words: Record<FaultKind, string> = {
  missing: 'falta: alguien lo borró',
  changed: 'no dice lo que decía cuando se escribió',
  redacted: 'le quitaron a una persona, y ningún borrado de la auditoría lo respalda',
  moved: 'no sigue al anterior: falta lo que había entre los dos, o el orden es otro',
  added: 'no está en la cadena: alguien lo agregó por fuera del portal',
  cut: 'la cadena no pasa por esa cabeza: le quitaron el final, o la hicieron de nuevo',
};

const described = ({ kind, id, seq, at }: AuditFault): string => {
  const which = id === null ? `lugar ${seq}` : `asiento ${id}`;
  const when = at === null ? '' : ` (${at.toISOString()})`;
  return `  ${which}${when}: ${words[kind]}`;
};

const announced = ({ seq, madeAt, reason }: Checkpoint): string =>
  `Punto de control: alguien anotó el ${madeAt.toISOString()} que borró hasta el lugar ${seq} por «${reason}». Si no fueron ustedes, falta algo.`;

/**
 * Looks whether the trail is as it was written.
 *
 * @param heads where it ended earlier, as this order and the log of accounts said it: `place:hash`
 * @throws AppError `validation`
 */
export const auditVerify = async (config: Config, heads: readonly string[]): Promise<Result> => {
  const seen = heads.map(readHead);
  const data = await withDatabase(config, 'accounts', (fork) => verifyAudit(fork, seen));
  return { ok: data.faults.length === 0, lines: linesOf(data), data };
};

/** What was found, for people. */
export const linesOf = ({ entries, open, head, faults, checkpoints }: Verified): string[] => {
  const where = [
    ...checkpoints.map(announced),
    `Cabeza de la cadena: ${head.seq}:${head.hash}`,
    ...(open === 0 ? [] : [`Visitas que siguen abiertas, que entran a la cadena cuando terminan: ${open}.`]),
  ];
  if (faults.length === 0)
    return [`La auditoría está completa y sin cambios: ${entries} asientos.`, ...where];
  const count = faults.length === MOST_FAULTS ? `${MOST_FAULTS} o más` : faults.length;
  return [
    `La auditoría fue alterada. Fallas: ${count}, de ${entries} asientos.`,
    ...faults.map(described),
    ...where,
  ];
};

const readHead = (text: string): ChainHead => {
  const [, seq, hash] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq, hash };
  throw new AppError('validation', `«${text.slice(0, 100)}» no es una cabeza: se escribe lugar:huella.`);
};
