import type { IncomingMessage } from 'node:http';
import { canonicalAddress } from '../../../shared/origin/address-block.ts';
import type { Ctx, Next } from '../context.ts';

/** Where a request comes from, as far as it can be believed. */
interface Sender {
  address: string;
  protocol: 'http' | 'https';
}

/** No socket any more, and nothing else known. */
const NOWHERE = '0.0.0.0';

/**
 * Reads what our own proxies wrote. Each puts the address that it saw behind those that it was told, so the entry that
 * counts stands as many from the right as there are proxies; whatever is left of it was written by whoever asks.
 *
 * @param hops how many proxies of ours stand before the portal; 0 = none, and nothing that a request says is believed
 */
export const senderOf = (req: IncomingMessage, hops: number): Sender => {
  const seen = canonicalAddress(req.socket.remoteAddress ?? '') ?? NOWHERE;
  if (hops === 0) return { address: seen, protocol: 'http' };
  const told = fromTheRight(req.headers['x-forwarded-for'], hops);
  return {
    address: (told === undefined ? null : canonicalAddress(told)) ?? seen,
    protocol: protocolOf(req, hops),
  };
};

/** A list that fewer proxies wrote to than there are did not come through all of them. */
const fromTheRight = (header: string | string[] | undefined, hops: number): string | undefined =>
  listOf(header).at(-hops);

const listOf = (header: string | string[] | undefined): string[] =>
  header === undefined ? [] : String(header).split(',');

/** Proxies rather set this anew than add to it: the first of ours told what the browser used. */
const protocolOf = (req: IncomingMessage, hops: number): Sender['protocol'] => {
  const told = listOf(req.headers['x-forwarded-proto']);
  const one = told
    .at(-Math.min(hops, Math.max(told.length, 1)))
    ?.trim()
    .toLowerCase();
  return one === 'https' ? 'https' : 'http';
};

/** Gives every request its sender's address (`ctx.ip`) and protocol, whatever else it says of them. */
export const forwarded =
  (hops: number) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    const { address, protocol } = senderOf(ctx.req, hops);
    ctx.request.ip = address;
    // Koa would read it from the header, at the end that whoever asks writes.
    Object.defineProperty(ctx.request, 'protocol', { value: protocol });
    await next();
  };
