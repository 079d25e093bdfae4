import type { SystemOptions } from '../../test/support/system/system.ts';
import { type Checkout, type Product, startProduct } from './product.ts';

/** Starts portals for figures. */
export interface Portals extends AsyncDisposable {
  /** Who asked for one leaves it with its scope. */
  start(checkout: Checkout, options: SystemOptions): Promise<Product>;
}

/** Each figure has its own. */
export const ownPortals = (): Portals => ({
  start: startProduct,
  async [Symbol.asyncDispose]() {},
});

/** Figures that ask for the same have one together, each after the other: their people are others. */
export const sharedPortals = (): Portals => {
  const started = new Map<string, Promise<Product>>();
  return {
    async start(checkout, options) {
      const key = JSON.stringify([checkout.folder, options]);
      const portal = started.get(key) ?? startProduct(checkout, options);
      started.set(key, portal);
      return { ...(await portal), async [Symbol.asyncDispose]() {} };
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(
        [...started.values()].map(async (portal) => (await portal)[Symbol.asyncDispose]()),
      );
    },
  };
};
