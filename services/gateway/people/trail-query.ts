import { z } from 'zod';
import { auditActions } from '../../../shared/contract/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import { cedulaRule } from '../../../shared/person/rules.ts';
import { bogotaMidnight } from '../../../shared/time/colombia.ts';
import { cursor, leniently } from '../web/query.ts';

/** As people write it, "22/11/2026", or as programs do. */
const day = z.preprocess(
  (given) =>
    typeof given === 'string'
      ? given
          .trim()
          .replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, day, month, year) =>
            [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
          ) || undefined
      : given,
  z.iso
    .date('Debe ser un día, como 22/11/2026 o 2026-11-22.')
    .regex(/^20/, 'Debe ser un día de este siglo.')
    .optional(),
);

/** What may be asked of the trail; `userId` and `cedula` = entries by or about this person. */
export const trailRule = z.object({
  userId: z.uuid('Debe ser un identificador.').optional(),
  cedula: z.preprocess((given) => (given === '' ? undefined : given), cedulaRule.optional()),
  action: z.enum(auditActions, { error: `Debe ser ${auditActions.join(', ')}.` }).optional(),
  /** Days in Colombia, both included. */
  from: day,
  until: day,
  cursor,
});
export type TrailQuery = z.output<typeof trailRule>;

const DAY_MS = 24 * 3_600_000;

/** What accounts is asked: days begin in Colombia. */
export const filterOf = ({ from, until, ...query }: TrailQuery) => ({
  ...query,
  ...(from === undefined ? {} : { from: bogotaMidnight(from).toISOString() }),
  ...(until === undefined ? {} : { until: new Date(bogotaMidnight(until).getTime() + DAY_MS).toISOString() }),
});

type Given = Record<string, unknown>;

/** Addresses of pages say some of it in Spanish; a form sends what was not chosen as an empty text. */
const asked = ({ persona, desde, hasta, ...others }: Given): Given =>
  Object.fromEntries(
    Object.entries({ userId: persona, from: desde, until: hasta, ...others }).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );

/** What the address of the page asks, as far as it is understood. */
export const pageTrail = (given: Given): TrailQuery => leniently(trailRule, asked(given));

const wholeRule = trailRule.omit({ cursor: true }).strict();

/**
 * What a file is asked for. What is not understood would mean more than was asked for, so nothing of it counts as not asked.
 *
 * @throws AppError `validation` (400) for a value that is none, a field that is none, or one that came twice
 */
export const fileTrail = (given: Given): TrailQuery => {
  const read = wholeRule.safeParse(asked(given));
  if (read.success) return { ...read.data, cursor: undefined };
  throw new AppError(
    'validation',
    'No entendimos qué anotaciones pide: vuelva a la auditoría, fíltrela e intente de nuevo.',
    { status: 400, cause: read.error },
  );
};

/** What the page says of a field of its form that it passes over. */
const notUnderstood: Record<string, [field: string, words: string]> = {
  cedula: ['cedula', 'No entendimos la cédula: revise el número.'],
  from: ['desde', 'No entendimos «Desde el día»: escríbalo como 22/11/2026.'],
  until: ['hasta', 'No entendimos «Hasta el día»: escríbalo como 22/11/2026.'],
};
const OTHER: [field: string, words: string] = [
  'otro',
  'No entendimos una parte de la dirección de esta página.',
];

/** What of the page's address is not understood, by the fields of its form. */
export const problemsOf = (given: Given): Record<string, string> => {
  const read = trailRule.safeParse(asked(given));
  if (read.success) return {};
  return Object.fromEntries(read.error.issues.map(({ path }) => notUnderstood[String(path[0])] ?? OTHER));
};
