import { z } from 'zod';

/** A name of at least two parts, with `*.` before it for all below it: an address, or a whole country, is no such thing. */
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

export const hostName = z.string().regex(HOST);

/** Names of servers, separated by commas. */
export const hosts = z
  .string()
  .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
  .refine(
    (list) => list.every((host) => hostName.safeParse(host).success),
    'debe ser una lista de nombres de servidores separados por comas, como cdn.ejemplo.com',
  );
