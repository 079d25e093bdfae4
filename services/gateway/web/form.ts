import { createHmac } from 'node:crypto';
import type { FieldErrors } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { readCsrfCookie } from './cookies.ts';

/** The fields of a posted form; several values of one name are an array. Empty for anything but a form. */
export const formOf = (ctx: Ctx): Record<string, unknown> => {
  const { body } = ctx.request;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
};

/** One text field; empty when it is missing or came several times. */
export const textField = (ctx: Ctx, name: string): string => {
  const value = formOf(ctx)[name];
  return typeof value === 'string' ? value : '';
};

/** All values of one field; empty when it is missing. */
export const listField = (ctx: Ctx, name: string): unknown[] => {
  const value = formOf(ctx)[name];
  if (value === undefined) return [];
  // Above twenty values of one name the parser makes an object of them, with the indices as its keys.
  return typeof value === 'object' && value !== null ? Object.values(value) : [value];
};

/** A box that is ticked: any value but none. */
export const ticked = (ctx: Ctx, name: string): boolean => textField(ctx, name) !== '';

/** What a page with a form shows of it: what stands in its fields, what is wrong with each, and with all of it. */
export interface FormState {
  values: Record<string, string>;
  fields: FieldErrors;
  message?: string;
}

/** Puts values or refused fields under the names that a form has for them. */
export const renameFields = (
  fields: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [names[name] ?? name, text]));

/**
 * What tells a repeat of the same form by the same browser, whichever process gets it: a hash of the fields under the
 * secret that only this browser has. Nobody else can make it, and it says nothing of what was typed.
 *
 * @param names the fields that make two sendings the same
 */
export const submissionOf = (ctx: Ctx, names: readonly string[]): string =>
  createHmac('sha256', readCsrfCookie(ctx) ?? '')
    .update(JSON.stringify([ctx.path, ...names.map((name) => textField(ctx, name))]))
    .digest('hex');
