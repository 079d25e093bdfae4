import { createHmac } from 'node:crypto';
import type { Ctx } from '../context.ts';
import { readCsrfCookie } from './cookies.ts';
import { textField } from './form.ts';

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
