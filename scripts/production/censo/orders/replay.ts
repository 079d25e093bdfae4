import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { correctFailure } from '../../../../services/census/replay/correct.ts';
import {
  type StoredEvidence,
  storedFailure,
  storedFailures,
} from '../../../../services/census/replay/stored-failures.ts';
import { noteOperation } from '../../../../services/census/store/operations.ts';
import { textsOf } from '../../../../services/scraper/replay/evidence-texts.ts';
import { fixtureOf } from '../../../../services/scraper/replay/fixture.ts';
import { reread } from '../../../../services/scraper/replay/reread.ts';
import type { Config } from '../../../../shared/config/config.ts';
import type { Outcome } from '../../../../shared/contract/outcome.ts';
import { AppError } from '../../../../shared/errors.ts';
import { withDatabase } from '../database/databases.ts';
import type { Result } from '../result/result.ts';
import { commandLine, noteOf } from './operator.ts';

const decompress = promisify(gunzip);
/** More than scrapers ever compress. */
const LARGEST_BYTES = 32 * 1024 * 1024;
const EXAMPLES = 3;

/** @returns null for what no scraper of ours has packed */
const textOf = async ({ page }: StoredEvidence): Promise<string | null> => {
  const packed = Buffer.from(page, 'base64');
  return decompress(packed, { maxOutputLength: LARGEST_BYTES }).then(String, () => null);
};

/** Failures of one source that ended alike, and are read alike today. */
interface Group {
  source: string;
  was: string;
  is: string;
  count: number;
  /** Those whose evidence is the whole answer of the right person. */
  whole: number;
  corrected: number;
  /** Ids of attempts. */
  examples: string[];
}

const kindOf = (outcome: Outcome): string => (outcome.kind === 'failure' ? outcome.failure : outcome.kind);

/**
 * Reads the evidence that is kept with the reader of this release, and says what it reads differently; with `apply` it puts
 * whole answers in the place of their failures. Nobody is asked anything.
 */
export const replay = async (
  config: Config,
  { apply = false, por }: { apply?: boolean; por?: string },
  now: Date,
): Promise<Result> => {
  if (apply && por === undefined)
    throw new AppError('validation', 'Para corregir diga quién lo hace: --por <nombre>.');
  const note = apply ? noteOf(por ?? '') : '';
  return withDatabase(config, 'census', async (fork) => {
    const groups = new Map<string, Group>();
    let [read, unread, newer] = [0, 0, 0];
    for await (const stored of storedFailures(fork)) {
      const text = await textOf(stored);
      const found = text === null ? null : reread(textsOf(text), stored, stored.truncated);
      if (found === null) {
        unread += 1;
        continue;
      }
      read += 1;
      const is = kindOf(found.outcome);
      if (is === stored.failure) continue;
      const key = `${stored.source} ${stored.failure} ${is}`;
      const group = groups.get(key) ?? {
        ...{ source: stored.source, was: stored.failure, is, count: 0, whole: 0, corrected: 0, examples: [] },
      };
      groups.set(key, group);
      group.count += 1;
      if (group.examples.length < EXAMPLES) group.examples.push(stored.leaseId);
      if (!found.isProven || found.outcome.kind === 'failure') continue;
      group.whole += 1;
      if (!apply) continue;
      const { leaseId } = stored;
      const correction = await correctFailure(fork(), { leaseId, outcome: found.outcome, note }, now);
      if (correction === 'corrected') group.corrected += 1;
      else newer += 1;
    }
    const all = [...groups.values()];
    const corrected = all.reduce((sum, group) => sum + group.corrected, 0);
    if (corrected > 0)
      await noteOperation(fork(), {
        at: now,
        by: commandLine.id,
        kind: 'reread',
        detail: `${corrected} (${note})`,
      });
    return {
      lines: linesOf(all, { read, unread, newer, apply }),
      data: { read, unread, newer, groups: all },
    };
  });
};

const linesOf = (
  groups: readonly Group[],
  { read, unread, newer, apply }: { read: number; unread: number; newer: number; apply: boolean },
): string[] => {
  const whole = groups.reduce((sum, group) => sum + group.whole, 0);
  return [
    `Fallas con evidencia que se leyeron de nuevo: ${read}.${unread > 0 ? ` Sin nada que leer aquí: ${unread}.` : ''}`,
    ...(groups.length === 0 ? ['Hoy se leen igual.'] : []),
    ...groups.map(({ source, was, is, count, whole, corrected, examples }) => {
      const done = apply ? `, corregidas: ${corrected}` : '';
      return `  ${source}: ${was} → ${is}: ${count} (respuestas completas: ${whole}${done}). Por ejemplo ${examples.join(', ')}`;
    }),
    ...(apply && newer > 0 ? [`No se tocaron ${newer}: algo más nuevo pasó con esas personas.`] : []),
    ...(!apply && whole > 0
      ? ['Para corregirlas sin consultar la página: npx censo replay --apply --por "Su Nombre"']
      : []),
  ];
};

/**
 * A failure's evidence as a fixture: the same text with nothing of anybody in it.
 *
 * @throws AppError `not_found`, `fixture_refused`
 */
export const fixture = async (
  config: Config,
  leaseId: string,
  { por, permitir = [] }: { por: string; permitir?: string[] },
  now: Date,
): Promise<Result> => {
  const note = noteOf(por);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(leaseId))
    throw new AppError('validation', 'El identificador del intento es el que muestra «npx censo replay».');
  return withDatabase(config, 'census', async (fork) => {
    const stored = await storedFailure(fork(), leaseId);
    if (stored === null)
      throw new AppError(
        'not_found',
        'De este intento no se guarda lo que mostró la página, o ya se borró por su fecha.',
      );
    const made = fixtureOf(textsOf((await textOf(stored)) ?? ''), {
      cedula: stored.cedula,
      allowed: permitir,
    });
    if (made.kind === 'refused')
      throw new AppError(
        'fixture_refused',
        `Queda algo que puede ser de alguien, y no se escribió nada:\n  - ${made.left.join('\n  - ')}\nSi lo leyó en la evidencia y no es de nadie, repita con --permitir <palabras>.`,
      );
    await noteOperation(fork(), {
      at: now,
      by: commandLine.id,
      kind: 'fixture',
      detail: `${leaseId} (${note})`,
    });
    const lines = made.texts.map(
      ({ from, text }) => `<!-- ${from === 'source' ? 'read by the source' : 'page'} -->\n${text}`,
    );
    return { lines, data: { source: stored.source, failure: stored.failure, texts: made.texts } };
  });
};
