import type Router from '@koa/router';
import type { Ctx, Extension, Next, State } from '../context.ts';

type Routers = readonly Router<State, Extension>[];
type Middleware = ReturnType<Router<State, Extension>['routes']>;

/** Which of the portal's addresses is whose: twenty rooms have two hundred, and each request would be held against all. */
export interface RouteIndex {
  /** Whether a path is an address of ours as it is written: the routers themselves would not mind capitals, nor a slash too many. */
  isOurs(method: string, path: string): boolean;
  /** Goes at once to the room whose address it is; the others follow behind it. */
  route(ctx: Ctx, next: Next): Promise<unknown>;
}

const isOursOf =
  (routers: Routers): RouteIndex['isOurs'] =>
  (method, path) =>
    path === path.toLowerCase() &&
    !path.includes('//') &&
    routers.some((router) =>
      router
        .match(path, method)
        .pathAndMethod.some((layer) => String(layer.path).endsWith('/') === path.endsWith('/')),
    );

/** Addresses without a part that changes. */
const fixedPathsOf = (routers: Routers): string[] => [
  ...new Set(
    routers
      .flatMap(({ stack }) => stack.map(({ path }) => path))
      .filter((path): path is string => typeof path === 'string' && /^[/\w.-]+$/.test(path)),
  ),
];

export const createRouteIndex = (routers: Routers): RouteIndex => {
  const isOurs = isOursOf(routers);
  const owners = new Map<string, Middleware>();
  const reads = new Set<string>();
  for (const path of fixedPathsOf(routers)) {
    const [owner, ...others] = routers.filter((router) => router.match(path, 'GET').path.length > 0);
    // What two rooms know is asked of all, in their order.
    if (owner !== undefined && others.length === 0) owners.set(path, owner.routes());
    if (isOurs('GET', path)) reads.add(path);
  }
  return {
    isOurs: (method, path) => (method === 'GET' && reads.has(path)) || isOurs(method, path),
    async route(ctx, next) {
      // The routers' own types know their own contexts only.
      const owner = owners.get(ctx.path) as ((ctx: Ctx, next: Next) => Promise<unknown>) | undefined;
      return owner === undefined ? next() : owner(ctx, next);
    },
  };
};
