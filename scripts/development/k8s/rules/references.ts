import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IIngress, INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IService } from 'kubernetes-models/v1';
import { label, type Manifest, ofKind, type Rule, workloadsOf } from '../manifests/manifest.ts';
import { type Selector, selects } from '../manifests/selector.ts';

/** Whatever names another object finds it: selectors, backends, accounts, scalers. */
export const references: Rule = (manifests) => [
  ...selectors(manifests),
  ...accounts(manifests),
  ...backends(manifests),
  ...scaled(manifests),
];

const selectors = (manifests: readonly Manifest[]): string[] => {
  const workloads = workloadsOf(manifests);
  const all: [Manifest, Selector | undefined][] = [
    ...ofKind<NonNullable<IService['spec']>>(manifests, 'Service').map((one): [Manifest, Selector] => [
      one,
      { matchLabels: one.spec.selector ?? {} },
    ]),
    ...ofKind<NonNullable<INetworkPolicy['spec']>>(manifests, 'NetworkPolicy').map(
      (one): [Manifest, Selector | undefined] => [one, one.spec.podSelector],
    ),
    ...ofKind<NonNullable<IPodDisruptionBudget['spec']>>(manifests, 'PodDisruptionBudget').map(
      (one): [Manifest, Selector | undefined] => [one, one.spec.selector],
    ),
    ...ofKind<NonNullable<IPodMonitor['spec']>>(manifests, 'PodMonitor').map(
      (one): [Manifest, Selector | undefined] => [one, one.spec.selector as Selector],
    ),
  ];
  return all
    .filter(([, selector]) => !workloads.some(({ labels }) => selects(selector, labels)))
    .map(([manifest]) => `${label(manifest)} selects no pod`);
};

const accounts = (manifests: readonly Manifest[]): string[] =>
  workloadsOf(manifests)
    .filter(
      ({ pod: { serviceAccountName: name } }) =>
        name !== undefined && !has(manifests, 'ServiceAccount', name),
    )
    .map(({ kind, name, pod }) => `${kind} ${name}: there is no ServiceAccount ${pod.serviceAccountName}`);

const backends = (manifests: readonly Manifest[]): string[] => [
  ...ingressBackends(manifests),
  ...routes(manifests),
];

const routes = (manifests: readonly Manifest[]): string[] =>
  ofKind<NonNullable<IHTTPRoute['spec']>>(manifests, 'HTTPRoute').flatMap((route) => [
    ...(route.spec.parentRefs ?? [])
      .filter(({ name }) => !has(manifests, 'Gateway', name))
      .map(({ name }) => `${label(route)}: there is no Gateway ${name}`),
    ...(route.spec.rules ?? [])
      .flatMap(({ backendRefs = [] }) => backendRefs)
      .filter(({ name }) => !has(manifests, 'Service', name))
      .map(({ name }) => `${label(route)}: there is no Service ${name}`),
  ]);

const ingressBackends = (manifests: readonly Manifest[]): string[] =>
  ofKind<NonNullable<IIngress['spec']>>(manifests, 'Ingress').flatMap((ingress) =>
    (ingress.spec.rules ?? [])
      .flatMap(({ http }) => http?.paths ?? [])
      .map(({ backend }) => backend.service?.name ?? '')
      .filter((name) => !has(manifests, 'Service', name))
      .map((name) => `${label(ingress)}: there is no Service ${name}`),
  );

const scaled = (manifests: readonly Manifest[]): string[] =>
  ofKind<NonNullable<IHorizontalPodAutoscaler['spec']>>(manifests, 'HorizontalPodAutoscaler').flatMap(
    (scaler) => {
      const { kind, name } = scaler.spec.scaleTargetRef;
      const target = workloadsOf(manifests).find((one) => one.kind === kind && one.name === name);
      if (target === undefined) return [`${label(scaler)}: there is no ${kind} ${name}`];
      return target.replicas === undefined ? [] : [`${kind} ${name} sets its replicas, and so does a scaler`];
    },
  );

const has = (manifests: readonly Manifest[], kind: string, name: string): boolean =>
  manifests.some((one) => one.kind === kind && one.metadata.name === name);
