import type { SystemOptions } from '../../test/support/system/system.ts';
import { type Checkout, type Product, startProduct } from './product.ts';

/**
 * A portal in which nothing happens by itself: whoever registers after the first waits, for lookups are an hour apart, and nobody
 * looks once a minute for what has changed, which with thousands stored at one moment is half a second of a core now and then.
 */
export const resting = { SPACING_MS: '3600000', CATCH_UP_S: '3600' };

type Start = (checkout: Checkout, options: SystemOptions) => Promise<Product>;

/** Starts portals for figures. */
export interface Portals extends AsyncDisposable {
  /** One in which others may have measured, and will. Who asked for one leaves it with its scope. */
  start: Start;
  /** One in which nobody else measures; it ends with its scope. */
  own: Start;
}

/** Each figure has its own. */
export const ownPortals = (): Portals => ({
  start: startProduct,
  own: startProduct,
  async [Symbol.asyncDispose]() {},
});

/**
 * Figures that ask for the same have one together, each after the other: their people are others. Nobody waits for the end of
 * those that were somebody's own.
 */
export const sharedPortals = (): Portals => {
  const started = new Map<string, Promise<Product>>();
  const ending: Promise<void>[] = [];
  return {
    async start(checkout, options) {
      const key = JSON.stringify([checkout.folder, options]);
      const portal = started.get(key) ?? startProduct(checkout, options);
      started.set(key, portal);
      return { ...(await portal), async [Symbol.asyncDispose]() {} };
    },
    async own(checkout, options) {
      const product = await startProduct(checkout, options);
      return {
        ...product,
        async [Symbol.asyncDispose]() {
          ending.push(Promise.resolve(product[Symbol.asyncDispose]()));
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled([
        ...ending,
        ...[...started.values()].map(async (portal) => (await portal)[Symbol.asyncDispose]()),
      ]);
    },
  };
};
