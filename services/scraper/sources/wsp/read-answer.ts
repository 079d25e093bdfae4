import { z } from 'zod';
import { failure } from '../../../../shared/contract/outcome.ts';
import { readDocument } from '../../reading/document.ts';
import { flag, parseJson } from '../../reading/json.ts';
import { readOlderNotFound } from '../../reading/older-api.ts';
import { readOtherShape, refused } from '../../reading/refusal.ts';
import { readRegion, saysNothing } from '../../reading/region.ts';
import type { ReadAnswer } from '../form/form-profile.ts';

/** The answer to the form's XHR (seen). `message` is HTML or text; `reload` means that the session has expired. */
const answerRule = z.object({
  success: flag,
  data: z.object({ message: z.string() }),
  reload: z.boolean().nullish(),
});

/**
 * Reads the body of the form's query by its words first, whatever `success` says: a not-found comes with either (seen).
 * `success:false` that says nothing known is a refusal by its shape. The HTTP status decides nothing alone.
 *
 * @param body as `decodeBody` gave it; HTML in place of the JSON is read as a page
 */
export const readWspAnswer: ReadAnswer = (body, cedula, status = 200) => {
  const json = parseJson(body);
  if (json === undefined) return readDocument(body, cedula);
  const older = readOlderNotFound(json, status, cedula);
  if (older !== null) return older;
  const parsed = answerRule.safeParse(json);
  if (!parsed.success) return readOtherShape(json, cedula);
  const { success, data, reload } = parsed.data;
  if (reload === true) return failure('network', 'the session of the page has expired');
  const outcome = readRegion(data.message, cedula);
  return !success && saysNothing(outcome) ? refused() : outcome;
};
