import type { Ctx } from '../context.ts';

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

/** A box that is ticked: any value but none. */
export const ticked = (ctx: Ctx, name: string): boolean => textField(ctx, name) !== '';
