import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { arrowsOf, OUTSIDE } from '../arrows.ts';
import { type Manifest, ofKind, type Rule, workloadsOf } from '../manifest.ts';

const PORTAL = ['gateway', 'accounts', 'census', 'scraper'];
const WITH_DATA = ['accounts', 'census', 'migrate'];

/** The design's arrows (docs/architecture.md) between the workloads that there are. */
const designed = (present: ReadonlySet<string>): Set<string> => {
  const callers = present.has('simulator') ? [...PORTAL, 'simulator'] : PORTAL;
  const postgres = present.has('postgres') ? 'postgres' : OUTSIDE;
  return new Set([
    ...[...present].map((name) => `${name} → kube-system:53`),
    'ingress-nginx → gateway:3000',
    ...PORTAL.map((name) => `monitoring → ${name}:9464`),
    ...callers.map((name) => `${name} → nats:4222`),
    'nats → nats:6222',
    ...WITH_DATA.map((name) => `${name} → ${postgres}:5432`),
    'scraper → redis:6379',
    present.has('simulator') ? 'scraper → simulator:8081' : `scraper → ${OUTSIDE}:443`,
  ]);
};

/** What the policies let through is what the design has: not an arrow more, and not one less. */
export const network: Rule = (manifests) => {
  const present = new Set(workloadsOf(manifests).map(({ labels, name }) => labels.service ?? name));
  const arrows = arrowsOf(manifests);
  const wanted = designed(present);
  return [
    // Every pod has policies of its own; this is for those that somebody adds.
    ...(manifests.some(deniesEverything) ? [] : ['network: no policy denies everything first']),
    ...arrows
      .difference(wanted)
      .values()
      .map((arrow) => `network: ${arrow} is open and not of the design`),
    ...wanted
      .difference(arrows)
      .values()
      .map((arrow) => `network: ${arrow} is of the design and closed`),
  ];
};

const deniesEverything = (manifest: Manifest): boolean =>
  ofKind<NonNullable<INetworkPolicy['spec']>>([manifest], 'NetworkPolicy').some(
    ({ spec: { podSelector, policyTypes, ingress = [], egress = [] } }) =>
      Object.keys(podSelector ?? {}).length === 0 &&
      policyTypes?.length === 2 &&
      ingress.length + egress.length === 0,
  );
