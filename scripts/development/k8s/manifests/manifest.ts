import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IIngress, INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IContainer, IPodTemplateSpec, IService } from 'kubernetes-models/v1';

/** One rendered object of Kubernetes, whatever its kind. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels; annotations?: Labels };
  // Each kind's own; the schemas say what (schemas.ts).
  spec?: unknown;
  data?: Labels;
}

export type Labels = Record<string, string>;

/** The kinds whose specs rules read. */
interface Kinds {
  Deployment: IDeployment;
  HTTPRoute: IHTTPRoute;
  HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  Ingress: IIngress;
  NetworkPolicy: INetworkPolicy;
  PodDisruptionBudget: IPodDisruptionBudget;
  PodMonitor: IPodMonitor;
  Service: IService;
}
export type SpecOf<Kind extends keyof Kinds> = NonNullable<Kinds[Kind]['spec']>;

/** What all kinds of workload have in common. */
export interface Workload {
  kind: 'Deployment' | 'StatefulSet' | 'Job' | 'CronJob';
  name: string;
  /** Undefined where a scaler decides. */
  replicas: number | undefined;
  labels: Labels;
  pod: NonNullable<IPodTemplateSpec['spec']>;
}

/** A rule over everything that one overlay renders: what breaks it, in English, nothing when it holds. */
export type Rule = (manifests: readonly Manifest[]) => string[];

const WORKLOADS = ['Deployment', 'StatefulSet', 'Job', 'CronJob'];

/** The manifests of one kind, each with its spec, whose form the schemas have checked. */
export const ofKind = <Kind extends keyof Kinds>(
  manifests: readonly Manifest[],
  kind: Kind,
): (Manifest & { spec: SpecOf<Kind> })[] =>
  manifests.filter(
    (manifest): manifest is Manifest & { spec: SpecOf<Kind> } =>
      manifest.kind === kind && manifest.spec !== undefined,
  );

/** True when there is an object of this kind and name. */
export const has = (manifests: readonly Manifest[], kind: string, name: string | undefined): boolean =>
  manifests.some((one) => one.kind === kind && one.metadata.name === name);

/** Everything that makes pods. */
export const workloadsOf = (manifests: readonly Manifest[]): Workload[] =>
  manifests
    .filter(({ kind }) => WORKLOADS.includes(kind))
    .map((manifest) => {
      const { template, replicas } = makingPods(manifest);
      if (template.spec === undefined) throw new Error(`${label(manifest)} has no pod`);
      return {
        kind: manifest.kind as Workload['kind'],
        name: manifest.metadata.name,
        replicas,
        labels: (template.metadata?.labels ?? {}) as Labels,
        pod: template.spec,
      };
    });

/** What says which pods there are: of a CronJob, the Job that it makes. */
const makingPods = ({ kind, spec }: Manifest): { template: IPodTemplateSpec; replicas?: number } =>
  kind === 'CronJob'
    ? (spec as { jobTemplate: { spec: { template: IPodTemplateSpec } } }).jobTemplate.spec
    : (spec as { template: IPodTemplateSpec; replicas?: number });

/** Whether its pods end by themselves. */
export const ends = ({ kind }: Workload): boolean => kind === 'Job' || kind === 'CronJob';

/** All containers of a pod, those that run before the others too. */
export const containersOf = ({ pod }: Workload): IContainer[] => [
  ...(pod.initContainers ?? []),
  ...pod.containers,
];

/** `Deployment gateway`, as problems call it. */
export const label = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** True for an image that this repository builds. */
export const isOurs = (image: string | undefined): boolean =>
  /(^|\/)censo-vivo(-\w+)?(:|$)/.test(image ?? '');
