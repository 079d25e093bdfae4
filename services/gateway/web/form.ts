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

/** All values of one field; empty when it is missing. */
export const listField = (ctx: Ctx, name: string): unknown[] => {
  const value = formOf(ctx)[name];
  if (value === undefined) return [];
  // Above twenty values of one name the parser makes an object of them, with the indices as its keys.
  return typeof value === 'object' && value !== null ? Object.values(value) : [value];
};

/** A box that is ticked: any value but none. */
export const ticked = (ctx: Ctx, name: string): boolean => textField(ctx, name) !== '';
