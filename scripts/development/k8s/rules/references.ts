import { has, label, type Manifest, ofKind, type Rule, workloadsOf } from '../manifests/manifest.ts';
import { type Selector, selects } from '../manifests/selector.ts';

/** Whatever names another object finds it: selectors, backends, accounts, scalers. */
export const references: Rule = (manifests) => [
  ...blindSelectors(manifests),
  ...missingAccounts(manifests),
  ...missingBackends(manifests),
  ...scalerProblems(manifests),
];

const blindSelectors = (manifests: readonly Manifest[]): string[] => {
  const workloads = workloadsOf(manifests);
  const selectors: [Manifest, Selector | undefined][] = [
    ...ofKind(manifests, 'Service').map((one): [Manifest, Selector] => [
      one,
      { matchLabels: one.spec.selector ?? {} },
    ]),
    ...ofKind(manifests, 'NetworkPolicy').map((one): [Manifest, Selector | undefined] => [
      one,
      one.spec.podSelector,
    ]),
    ...[...ofKind(manifests, 'PodDisruptionBudget'), ...ofKind(manifests, 'PodMonitor')].map(
      (one): [Manifest, Selector | undefined] => [one, one.spec.selector],
    ),
  ];
  return selectors
    .filter(([, selector]) => !workloads.some(({ labels }) => selects(selector, labels)))
    .map(([manifest]) => `${label(manifest)} selects no pod`);
};

const missingAccounts = (manifests: readonly Manifest[]): string[] =>
  workloadsOf(manifests)
    .filter(
      ({ pod: { serviceAccountName: name } }) =>
        name !== undefined && !has(manifests, 'ServiceAccount', name),
    )
    .map(({ kind, name, pod }) => `${kind} ${name}: there is no ServiceAccount ${pod.serviceAccountName}`);

const missingBackends = (manifests: readonly Manifest[]): string[] => {
  const missing = (from: Manifest, kind: string, names: readonly string[]): string[] =>
    names
      .filter((name) => !has(manifests, kind, name))
      .map((name) => `${label(from)}: there is no ${kind} ${name}`);
  return [
    ...ofKind(manifests, 'Ingress').flatMap((ingress) => {
      const paths = (ingress.spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
      return missing(
        ingress,
        'Service',
        paths.map(({ backend }) => backend.service?.name ?? ''),
      );
    }),
    ...ofKind(manifests, 'HTTPRoute').flatMap((route) => {
      const backends = (route.spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
      const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
      return [
        ...missing(route, 'Gateway', names(route.spec.parentRefs ?? [])),
        ...missing(route, 'Service', names(backends)),
      ];
    }),
  ];
};

const scalerProblems = (manifests: readonly Manifest[]): string[] =>
  ofKind(manifests, 'HorizontalPodAutoscaler').flatMap((scaler) => {
    const { kind, name } = scaler.spec.scaleTargetRef;
    const target = workloadsOf(manifests).find((one) => one.kind === kind && one.name === name);
    if (target === undefined) return [`${label(scaler)}: there is no ${kind} ${name}`];
    return target.replicas === undefined ? [] : [`${kind} ${name} sets its replicas, and so does a scaler`];
  });
