import { z } from 'zod';

/** Why somebody is told something although no page of theirs is open; the words are the browser's side (`public/worker`). */
export type PushKind = 'answer' | 'failure' | 'moved';

/** Longer than any push service's. */
const ENDPOINT_MAX = 1_000;

export const endpointRule = z
  .string({ error: 'Falta la dirección que dio el navegador.' })
  .min(1)
  .max(ENDPOINT_MAX);

/** What a browser gives whoever may push to it (RFC 8030, RFC 8291). Where it leads, and its key, accounts looks at. */
export const subscriptionRule = z.object({
  endpoint: endpointRule,
  keys: z.object({
    /** An uncompressed point of P-256: 65 bytes. */
    p256dh: z.string().regex(/^[\w-]{86,88}={0,2}$/, 'La clave del navegador no es válida.'),
    /** 16 bytes. */
    auth: z.string().regex(/^[\w-]{22}={0,2}$/, 'La clave del navegador no es válida.'),
  }),
});
export type PushSubscription = z.output<typeof subscriptionRule>;

/** A browser that is told. Dates are ISO 8601. */
export interface PushDevice {
  id: string;
  userAgent: string;
  /** Whose servers carry it, by name. */
  service: string;
  since: string;
  /** When the last notice was handed over; null before the first. */
  lastAt: string | null;
  /** Whether it is the one of the session that asks. */
  isCurrent: boolean;
}

/** What a person's browsers may be told. */
export interface PushState {
  /** With what the portal shows browsers who it is; null where it pushes nothing. */
  key: string | null;
  devices: PushDevice[];
}
