import { z } from 'zod';
import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { aboutSomebodyElse, fieldsOf } from './fields.ts';
import { aboutOther } from './message.ts';

/** An older API's way to say "not in the census": HTTP 404 with `status_code:13` (seen). */
const rule = z.object({ status_code: z.union([z.literal(13), z.literal('13')]) }).catchall(z.unknown());

/**
 * Only code and HTTP status together are that answer: alone, each means other things elsewhere.
 *
 * @returns null for any other JSON
 */
export const readOlderNotFound = (json: unknown, status: number, cedula: string): Outcome | null => {
  const parsed = rule.safeParse(json);
  if (!parsed.success || status !== 404) return null;
  const texts = Object.entries(parsed.data).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
  );
  const fields = fieldsOf(texts);
  if (aboutSomebodyElse(fields, cedula)) {
    return failure('wrong_person', 'NUIP differs from the one asked for');
  }
  const { data, encontrado } = parsed.data;
  if (encontrado === true || hasContent(data)) return failure('unrecognised', 'not found, with data');
  for (const [, text] of texts) {
    const other = aboutOther(text, cedula);
    if (other !== null) return other;
  }
  return { kind: 'not_found' };
};

const hasContent = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && Object.keys(data).length > 0;
