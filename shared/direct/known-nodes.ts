import type { Announcement } from './announcement.ts';

/** A process that can be called without NATS. */
interface KnownNode {
  id: string;
  services: readonly string[];
  at: Announcement;
}

/** Processes that come and go while NATS is away cannot announce it, so not many more than live at once are worth it. */
const MOST = 256;

/** Which process offers what, as last heard over NATS. */
export interface KnownNodes {
  learn(node: KnownNode): void;
  forget(id: string): void;
  /** Those that offer a service, each time beginning with another one. */
  offering(service: string): KnownNode[];
}

export const createKnownNodes = (): KnownNodes => {
  const nodes = new Map<string, KnownNode>();
  let turn = 0;
  return {
    learn(node) {
      nodes.delete(node.id);
      nodes.set(node.id, node);
      const [oldest] = nodes.keys();
      if (nodes.size > MOST && oldest !== undefined) nodes.delete(oldest);
    },
    forget(id) {
      nodes.delete(id);
    },
    offering(service) {
      const able = [...nodes.values()].filter(({ services }) => services.includes(service));
      turn += 1;
      const first = able.length === 0 ? 0 : turn % able.length;
      return [...able.slice(first), ...able.slice(0, first)];
    },
  };
};
