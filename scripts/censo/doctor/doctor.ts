import { loadConfig } from '../../../shared/config/load.ts';
import { isAppError } from '../../../shared/errors.ts';
import { exitCode } from '../exit-codes.ts';
import type { Result } from '../report.ts';
import { browserCheck } from './browser.ts';
import { type Check, type CheckState, type Finding, fault, ok } from './check.ts';
import { diskCheck } from './disk.ts';
import { natsCheck } from './nats.ts';
import { postgresCheck } from './postgres.ts';
import { redisCheck } from './redis.ts';
import { runCheck } from './run-check.ts';
import { siteCheck } from './site.ts';

const signs: Record<CheckState, string> = { ok: '✔', notice: '·', fault: '✘', away: '✘' };

/**
 * Checks everything that the portal needs, by the environment that it would start with.
 *
 * @param options.visitSite also visits the official page, once: never unless asked for
 */
export const doctor = async (
  env: NodeJS.ProcessEnv,
  { visitSite }: { visitSite: boolean },
): Promise<Result> => {
  const findings: Finding[] = [];
  for (const check of checksFor(env, visitSite)) findings.push(await runCheck(check));
  const bad = findings.filter(({ state }) => state === 'fault' || state === 'away');
  const lines = findings.flatMap(({ name, state, detail, remedy }) => [
    `${signs[state]} ${name}: ${detail}`,
    ...(remedy === null ? [] : [`    → ${remedy}`]),
  ]);
  lines.push(bad.length === 0 ? 'Todo lo necesario está en orden.' : `Fallas: ${bad.length}.`);
  const exit = bad.some(({ state }) => state === 'away') ? exitCode.away : exitCode.failed;
  return { ok: bad.length === 0, exit, lines, data: { checks: findings } };
};

const checksFor = (env: NodeJS.ProcessEnv, visitSite: boolean): Check[] => {
  try {
    const config = loadConfig(env);
    const settled: Check = {
      name: 'Configuración',
      look: async () => ok(config.mode === 'embedded' ? 'modo embebido' : 'modo distribuido'),
    };
    return [
      settled,
      postgresCheck(config),
      redisCheck(config),
      natsCheck(config),
      browserCheck(config),
      diskCheck(config),
      ...(visitSite ? [siteCheck(config)] : []),
    ];
  } catch (error) {
    // Without a configuration nobody knows what to look at.
    if (!isAppError(error)) throw error;
    const found = fault(error.message, 'Corrija las variables; .env.example dice qué es cada una.');
    return [{ name: 'Configuración', look: async () => found }];
  }
};
