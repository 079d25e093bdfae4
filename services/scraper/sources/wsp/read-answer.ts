import { z } from 'zod';
import { failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import { isBlockPage } from '../../reading/block-page.ts';
import { fieldsOf, outcomeOf } from '../../reading/fields.ts';
import { readMessage } from '../../reading/message.ts';
import { readResultTable, textOf } from '../../reading/result-table.ts';

/** The answer to the form's XHR (seen). `message` is HTML or text; `reload` means that the session has expired. */
const answerRule = z.object({
  success: z.boolean(),
  data: z.object({ message: z.string() }),
  reload: z.boolean().nullish(),
});

/**
 * Reads the body of the form's XHR, whatever its HTTP status was and whatever `success` says: a not-found comes
 * with either (seen).
 */
export const readWspAnswer = (body: string, cedula: string): Outcome => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return readHtml(body, cedula, false);
  }
  const parsed = answerRule.safeParse(json);
  if (!parsed.success) return failure('unrecognised', 'JSON of another shape');
  const { data, reload } = parsed.data;
  if (reload === true) return failure('network', 'the session of the page has expired');
  return readHtml(data.message, cedula, true);
};

/** @param isAnswer whether this is the site's answer, or a body that came in its place and can only be a failure */
const readHtml = (html: string, cedula: string, isAnswer: boolean): Outcome => {
  if (isBlockPage(html)) return failure('blocked', 'block page instead of an answer');
  const table = isAnswer ? readResultTable(html) : null;
  if (table !== null) return outcomeOf(fieldsOf(table), cedula);
  if (/<table/i.test(html)) return failure('unrecognised', 'more than one table or row');
  const told = readMessage(textOf(html), cedula);
  if (told !== null && (isAnswer || told.kind === 'failure')) return told;
  return failure('unrecognised', 'no table and no known message');
};
