import { z } from 'zod';

/**
 * Where somebody comes from, without saying it: a keyed hash of their address block, made by accounts, who alone has the
 * key. Two requests with the same one came from the same block.
 */
export const subnetRule = z.string().regex(/^[0-9a-f]{32}$/);
