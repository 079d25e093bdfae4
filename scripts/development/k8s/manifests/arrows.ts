import { type Manifest, ofKind, type SpecOf, type Workload, workloadsOf } from './manifest.ts';
import { selects } from './selector.ts';

type Spec = SpecOf<'NetworkPolicy'>;
type Direction = 'Ingress' | 'Egress';
type Peer = NonNullable<NonNullable<NonNullable<Spec['ingress']>[number]['from']>[number]>;
interface Rule {
  peers: readonly Peer[] | undefined;
  ports: readonly { port?: string | number | undefined }[] | undefined;
}

/** Everything else that a policy names: `kube-system`, a namespace, or `outside`, a network. */
export const OUTSIDE = 'outside';

/**
 * What the policies let through, computed as a cluster does: both the one who calls and the one who is called must allow it.
 * Within one namespace; `gateway → nats:4222`, `scraper → outside:443`, `monitoring → census:9464`.
 */
export const arrowsOf = (manifests: readonly Manifest[]): Set<string> => {
  const policies = ofKind(manifests, 'NetworkPolicy');
  const workloads = workloadsOf(manifests);
  const rulesOf = (workload: Workload, direction: Direction): Rule[] | 'anything' => {
    const own = policies.filter(
      ({ spec }) => spec.policyTypes?.includes(direction) && selects(spec.podSelector, workload.labels),
    );
    if (own.length === 0) return 'anything';
    return own.flatMap(({ spec }) =>
      direction === 'Ingress'
        ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
    );
  };

  const arrows = new Set<string>();
  for (const workload of workloads) {
    for (const direction of ['Egress', 'Ingress'] as const) {
      for (const [other, port] of strangersOf(rulesOf(workload, direction))) {
        const asked = direction === 'Ingress' ? numberOf(workload, port) : port;
        arrows.add(
          direction === 'Egress'
            ? `${nameOf(workload)} → ${other}:${asked}`
            : `${other} → ${nameOf(workload)}:${asked}`,
        );
      }
    }
    for (const called of workloads) {
      for (const { name, containerPort } of portsOf(called)) {
        const lets = (rules: Rule[] | 'anything', other: Workload) =>
          rules === 'anything' ||
          rules.some(
            ({ peers, ports }) =>
              (peers === undefined || peers.some((peer) => isWorkload(peer, other))) &&
              (ports === undefined || ports.some(({ port }) => port === containerPort || port === name)),
          );
        if (lets(rulesOf(workload, 'Egress'), called) && lets(rulesOf(called, 'Ingress'), workload))
          arrows.add(`${nameOf(workload)} → ${nameOf(called)}:${containerPort}`);
      }
    }
  }
  return arrows;
};

/** The workload's own name, whatever suffix its Job has. */
const nameOf = ({ labels, name }: Workload): string => labels.service ?? name;

const portsOf = ({ pod }: Workload) => pod.containers.flatMap(({ ports = [] }) => ports);

const numberOf = (workload: Workload, port: string | number): string | number =>
  portsOf(workload).find(({ name }) => name === port)?.containerPort ?? port;

const isWorkload = (peer: Peer, { labels }: Workload): boolean =>
  peer.namespaceSelector === undefined && selects(peer.podSelector, labels);

/** Peers that are no workload of this namespace, with each port that is open to them. */
const strangersOf = (rules: Rule[] | 'anything'): [string, string | number][] => {
  if (rules === 'anything') return [['anything', 'any']];
  return rules.flatMap(({ peers, ports }) => {
    const open = ports?.map(({ port }) => port ?? 'any') ?? ['any'];
    const strangers =
      peers === undefined ? ['anything'] : peers.map(strangerOf).filter((name) => name !== null);
    return strangers.flatMap((name) => open.map((port): [string, string | number] => [name, port]));
  });
};

const strangerOf = ({ ipBlock, namespaceSelector }: Peer): string | null => {
  if (ipBlock !== undefined) return OUTSIDE;
  if (namespaceSelector === undefined) return null;
  return namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] ?? 'any namespace';
};
