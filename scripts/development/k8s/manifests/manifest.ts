import type { IContainer, IPodTemplateSpec } from 'kubernetes-models/v1';

/** One rendered object of Kubernetes, whatever its kind. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels; annotations?: Labels };
  // Each kind's own; the schemas say what (schemas.ts), and the readers of one kind cast.
  spec?: unknown;
  data?: Labels;
}

export type Labels = Record<string, string>;

/** What all kinds of workload have in common. */
export interface Workload {
  kind: 'Deployment' | 'StatefulSet' | 'Job';
  name: string;
  /** Undefined where a scaler decides. */
  replicas: number | undefined;
  labels: Labels;
  pod: NonNullable<IPodTemplateSpec['spec']>;
  manifest: Manifest;
}

/** A rule over everything that one overlay renders: what breaks it, in English, nothing when it holds. */
export type Rule = (manifests: readonly Manifest[]) => string[];

const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];

/** The manifests of one kind, with what is known of their spec. */
export const ofKind = <Spec>(manifests: readonly Manifest[], kind: string): (Manifest & { spec: Spec })[] =>
  manifests.filter((manifest): manifest is Manifest & { spec: Spec } => manifest.kind === kind);

/** Everything that makes pods. */
export const workloadsOf = (manifests: readonly Manifest[]): Workload[] =>
  manifests
    .filter(({ kind }) => WORKLOADS.includes(kind))
    .map((manifest) => {
      const { template, replicas } = manifest.spec as { template: IPodTemplateSpec; replicas?: number };
      if (template.spec === undefined) throw new Error(`${label(manifest)} has no pod`);
      return {
        kind: manifest.kind as Workload['kind'],
        name: manifest.metadata.name,
        replicas,
        labels: (template.metadata?.labels ?? {}) as Labels,
        pod: template.spec,
        manifest,
      };
    });

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
