import { readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, freemem, loadavg, platform, release, totalmem } from 'node:os';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { z } from 'zod';
import packageJson from '../../../../package.json' with { type: 'json' };
import type { Config } from '../../../../shared/config/config.ts';
import { AppError, errorCodeOf } from '../../../../shared/errors.ts';
import { withPostgresUrl } from '../database/postgres-url.ts';
import { doctor } from '../doctor/doctor.ts';
import type { Result } from '../result/result.ts';
import { type Facts, readFacts } from '../support/database-facts.ts';
import { createMask, type Mask } from '../support/mask.ts';
import { askProcess } from '../support/process-facts.ts';
import { describeSettings, hiddenValues } from '../support/settings.ts';
import { readVocabulary } from '../support/vocabulary.ts';
import { checked } from './checked.ts';

const supportRule = z.object({
  out: z.string().min(1),
  registro: z.array(z.string()).default([]),
  proceso: z
    .array(z.string().regex(/^[\w.-]+:\d{1,5}$/, 'Debe ser dirección:puerto, el de METRICS_PORT.'))
    .optional(),
});

const MOST_LINES = 2_000;
const ABOUT = `Lo que dice un portal de sí mismo, para quien ayuda: versiones, ajustes sin secretos, revisión, cifras, fila, planes y las
últimas líneas del registro. Nada dice de quién: los números largos, las direcciones y las palabras que no son del programa
están tapados (***), y cada identificador tiene otro nombre (id-1). Léalo antes de enviarlo.`;

/**
 * Collects into one file what somebody who helps asks for, and nothing of anybody.
 *
 * @throws AppError `validation`, `support_destination`
 */
export const support = async (
  config: Config,
  env: NodeJS.ProcessEnv,
  given: object,
  stdin: Readable,
  now: Date,
): Promise<Result> => {
  const { out, registro, proceso = [`127.0.0.1:${config.metricsPort}`] } = checked(supportRule, given);
  const mask = createMask(hiddenValues(env), readVocabulary());
  const log = await linesOf(registro, stdin);
  const files: [string, string[]][] = [
    ['LEAME.txt', [ABOUT]],
    ['version.json', [JSON.stringify(versions(now), null, 1)]],
    ['configuracion.txt', describeSettings(env)],
    ['doctor.txt', (await doctor(env, { visitSite: false, named: [] })).lines.map(mask.line)],
    ...(await ofDatabase(config, mask)),
    ...(await ofProcesses(proceso, mask)),
    ...(log.length === 0 ? [] : [['registro.txt', log.map(mask.line)] as [string, string[]]]),
  ];
  const path = resolve(out);
  await writeFile(path, gzipSync(await packed(files, now)), { mode: 0o600, flag: 'wx' }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw new AppError('support_destination', `No se puede escribir ${path} (${cause.code}).`, { cause });
    },
  );
  const names = files.map(([name]) => name);
  return {
    lines: [`Quedó en ${path}: ${names.join(', ')}.`, 'Léalo antes de enviarlo: «tar xzf» lo abre.'],
    data: { path, files: names },
  };
};

const versions = (now: Date) => ({
  portal: packageJson.version,
  commit: process.env.GIT_COMMIT ?? null,
  node: process.version,
  at: now.toISOString(),
  system: `${platform()} ${release()} ${arch()}`,
  cpus: cpus().length,
  load: loadavg(),
  memoryMib: { total: Math.round(totalmem() / 1_048_576), free: Math.round(freemem() / 1_048_576) },
});

const ofDatabase = async (config: Config, mask: Mask): Promise<[string, string[]][]> => {
  try {
    const { facts, plans } = await withPostgresUrl(config, readFacts);
    return [
      ['postgres.txt', factLines(facts, mask)],
      ['planes.txt', plans.map(mask.plan)],
    ];
  } catch (error) {
    return [['postgres.txt', [mask.line(errorCodeOf(error))]]];
  }
};

const factLines = (facts: Facts, mask: Mask): string[] =>
  Object.entries(facts).flatMap(([name, rows]) => [
    `# ${name}`,
    ...(Array.isArray(rows) ? rows : [rows]).map(mask.row),
  ]);

const ofProcesses = async (addresses: readonly string[], mask: Mask): Promise<[string, string[]][]> => {
  const files: [string, string[]][] = [];
  for (const [index, address] of addresses.entries()) {
    const { healthz, readyz, metrics } = await askProcess(address);
    files.push([`proceso-${index + 1}/salud.txt`, [mask.line(healthz), mask.line(readyz)]]);
    files.push([`proceso-${index + 1}/metricas.txt`, [mask.metrics(metrics)]]);
  }
  return files;
};

const linesOf = async (paths: readonly string[], stdin: Readable): Promise<string[]> => {
  const lines: string[] = [];
  for (const path of paths) {
    const content =
      path === '-'
        ? await text(stdin)
        : await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
            throw new AppError('validation', `No se pudo leer ${path} (${cause.code}).`, { cause });
          });
    lines.push(
      ...content
        .split(/\r?\n/)
        .filter((line) => line !== '')
        .slice(-MOST_LINES),
    );
  }
  return lines;
};

const packed = (files: readonly [string, string[]][], now: Date): Promise<Uint8Array> =>
  packTar(
    files.map(([name, lines]) => {
      const body = new TextEncoder().encode(`${lines.join('\n')}\n`);
      return { header: { name: `censo-support/${name}`, size: body.length, mode: 0o600, mtime: now }, body };
    }),
  );
