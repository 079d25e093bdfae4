import { arrowsOf, OUTSIDE } from '../manifests/arrows.ts';
import { type Manifest, ofKind, type Rule, workloadsOf } from '../manifests/manifest.ts';

const PORTAL = ['gateway', 'accounts', 'census', 'scraper'];
const ENTRANCES = new Set(['Ingress', 'HTTPRoute']);
const WITH_DATA = ['accounts', 'census', 'migrate', 'backup'];

/** Who calls whom when NATS is away. */
const DIRECT = [
  'gateway → accounts:9465',
  'gateway → census:9465',
  'scraper → census:9465',
  'census → accounts:9465',
  'accounts → census:9465',
];

/**
 * The design's arrows (docs/architecture.md) between the workloads that there are.
 *
 * @param entrance where calls from outside come from; null where none do
 * @param isTraced whether somebody collects traces
 */
const designed = (present: ReadonlySet<string>, entrance: string | null, isTraced: boolean): Set<string> => {
  const callers = present.has('simulator') ? [...PORTAL, 'simulator'] : PORTAL;
  const postgres = present.has('postgres') ? 'postgres' : OUTSIDE;
  return new Set([
    ...[...present].map((name) => `${name} → kube-system:53`),
    ...(entrance === null ? [] : [`${entrance} → gateway:3000`]),
    ...DIRECT,
    ...PORTAL.map((name) => `monitoring → ${name}:9464`),
    ...(isTraced ? PORTAL.map((name) => `${name} → observability:4318`) : []),
    ...callers.map((name) => `${name} → nats:4222`),
    'nats → nats:6222',
    ...WITH_DATA.filter((name) => present.has(name)).map((name) => `${name} → ${postgres}:5432`),
    'scraper → redis:6379',
    'gateway → redis:6379',
    present.has('simulator') ? 'scraper → simulator:8081' : `scraper → ${OUTSIDE}:443`,
  ]);
};

/** What the policies let through is what the design has: not an arrow more, and not one less. */
export const network: Rule = (manifests) => {
  const present = new Set(workloadsOf(manifests).map(({ labels, name }) => labels.service ?? name));
  const arrows = arrowsOf(manifests);
  const wanted = designed(
    present,
    entranceOf(manifests, arrows, present),
    ofKind(manifests, 'NetworkPolicy').some(({ metadata }) => metadata.name === 'tracing'),
  );
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

/** The one namespace that the policies let call the gateway, whatever its name: controllers live in different ones. */
const entranceOf = (
  manifests: readonly Manifest[],
  arrows: ReadonlySet<string>,
  present: ReadonlySet<string>,
): string | null => {
  if (!manifests.some(({ kind }) => ENTRANCES.has(kind))) return null;
  const callers = [...arrows].map((arrow) => /^(\S+) → gateway:3000$/.exec(arrow)?.[1]);
  const isNamespace = (name: string) => !present.has(name) && name !== OUTSIDE && name !== 'anything';
  return callers.find((caller) => caller !== undefined && isNamespace(caller)) ?? 'an ingress controller';
};

const deniesEverything = (manifest: Manifest): boolean =>
  ofKind([manifest], 'NetworkPolicy').some(
    ({ spec: { podSelector, policyTypes, ingress = [], egress = [] } }) =>
      Object.keys(podSelector ?? {}).length === 0 &&
      policyTypes?.length === 2 &&
      ingress.length + egress.length === 0,
  );
