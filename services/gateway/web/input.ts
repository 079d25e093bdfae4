import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { invalid } from '../../../shared/moleculer/contract-plugin.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import type { Ctx } from '../context.ts';

/** @throws AppError `validation` (400) that names every bad field */
export const parsed = <S extends z.ZodType>(rule: S, given: unknown): z.output<S> => {
  const result = rule.safeParse(given);
  if (!result.success) throw invalid(result.error);
  return result.data;
};

/** The JSON object that was sent. @throws AppError `invalid_body` (400) when it is no object */
export const bodyOf = (ctx: Ctx): Record<string, unknown> => {
  const { body } = ctx.request;
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new AppError('invalid_body', 'Envíe un objeto JSON.', { status: 400 });
};

/** @throws AppError `not_found` (404) for what is no id: it is nobody's */
export const personId = (given: unknown): string => {
  const read = z.uuid().safeParse(given);
  if (!read.success) throw missingPerson();
  return read.data;
};
