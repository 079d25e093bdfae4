import type { ServiceBroker } from 'moleculer';
import { actions } from '../contract/actions.ts';
import { announcementRule } from '../direct/announcement.ts';
import type { KnownNodes } from '../direct/known-nodes.ts';
import type { Lines } from '../direct/lines.ts';

/** What another process tells about itself over NATS, as far as it matters here. */
interface NodeEvent {
  node: { id: string; local: boolean; services: readonly { name: string }[]; metadata: unknown };
  unexpected?: boolean;
}

/** The services that have actions. */
export const called: ReadonlySet<string> = new Set(
  Object.keys(actions).map((action) => action.split('.', 1)[0] ?? ''),
);

/**
 * Keeps up with the processes of the portal as the broker hears of them. Whoever is lost while NATS is away may well be
 * there; whoever is lost while it is not has gone.
 */
export const learnNodes = (
  broker: ServiceBroker,
  { nodes, lines, natsIsAway }: { nodes: KnownNodes; lines: Lines; natsIsAway: () => boolean },
): void => {
  const learn = ({ node }: NodeEvent): void => {
    const services = node.services.map(({ name }) => name).filter((name) => called.has(name));
    const { data: at } = announcementRule.safeParse((node.metadata as { direct?: unknown } | null)?.direct);
    if (node.local || at === undefined || services.length === 0) return;
    nodes.learn({ id: node.id, services, at });
    lines.hold(node.id, at);
  };
  broker.localBus.on('$node.connected', learn);
  broker.localBus.on('$node.updated', learn);
  broker.localBus.on('$node.disconnected', ({ node, unexpected }: NodeEvent) => {
    if (unexpected === true && natsIsAway()) return;
    nodes.forget(node.id);
    lines.drop(node.id);
  });
};
