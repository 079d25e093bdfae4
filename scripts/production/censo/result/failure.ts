import { CommanderError } from 'commander';
import { errorCodeOf, isAppError } from '../../../../shared/errors.ts';
import { explainDatabaseError } from '../../../../shared/persistence/away.ts';
import { exitCode, type Failure } from './result.ts';

const away = new Set([
  'service_unavailable',
  'postgres_away',
  'nats_away',
  'stream_missing',
  'postgres_missing',
  'postgres_root',
]);
const usage = new Set(['config_invalid', 'validation', 'unknown_service']);

/** What is wrong with an order, by the parser's code; `name` is what its English sentence quotes. */
const wrong: Record<string, (name: string) => string> = {
  'commander.unknownOption': (name) => `No existe la opción ${name}.`,
  'commander.unknownCommand': (name) => `No existe la orden ${name}.`,
  'commander.missingMandatoryOptionValue': (name) => `Falta la opción ${name}.`,
  'commander.optionMissingArgument': (name) => `Falta el valor de ${name}.`,
  'commander.missingArgument': (name) => `Falta ${name}.`,
  'commander.excessArguments': () => 'Sobran argumentos.',
  'commander.invalidArgument': (name) => `El valor de ${name} no es válido.`,
  'commander.help': () => 'Falta decir qué orden.',
};

/** @returns null when the error only says that help was shown */
export const failureOf = (error: unknown): Failure | null => {
  if (error instanceof CommanderError) return usageFailure(error);
  const explained = explainDatabaseError(error);
  if (!isAppError(explained)) {
    const code = errorCodeOf(error);
    return {
      code: 'internal',
      message: `Algo falló (${code}). Vea el registro de Postgres o repita con LOG_LEVEL=debug.`,
      exit: exitCode.failed,
    };
  }
  const { code, message, fields = {} } = explained;
  const details = Object.entries(fields).map(([field, text]) => `\n  - ${field}: ${text}`);
  const exit = away.has(code) ? exitCode.away : usage.has(code) ? exitCode.usage : exitCode.failed;
  return { code, message: message + details.join(''), exit };
};

const usageFailure = ({ code, message, exitCode: status }: CommanderError): Failure | null => {
  if (status === 0) return null;
  const name = /'([^']+)'/.exec(message)?.[1] ?? '';
  const text = (wrong[code] ?? (() => 'La orden no es válida.'))(name);
  return { code: 'usage', message: `${text} Use --help para ver cómo.`, exit: exitCode.usage };
};
