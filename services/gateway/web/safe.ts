import type { Ctx } from '../context.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request only looks, as its method says. */
export const isSafe = ({ method }: Pick<Ctx, 'method'>): boolean => SAFE.has(method);
