import type { IContainer } from 'kubernetes-models/v1';
import {
  type Manifest,
  type Workload,
  workloadsOf,
} from '../../../../scripts/development/k8s/manifests/manifest.ts';

/** A copy of everything that an overlay renders, to be spoilt. */
export class Spoiler {
  manifests: Manifest[];
  constructor(manifests: readonly Manifest[]) {
    this.manifests = structuredClone([...manifests]);
  }

  workload(name: string): Workload {
    const found = workloadsOf(this.manifests).find((one) => one.name.startsWith(name));
    if (found === undefined) throw new Error(`no workload ${name}`);
    return found;
  }

  container(name: string): IContainer {
    const [container] = this.workload(name).pod.containers;
    if (container === undefined) throw new Error(`${name} has no container`);
    return container;
  }

  one<Spec extends object>(kind: string, name: string): Manifest & { spec: Spec } {
    const found = this.manifests.find((one) => one.kind === kind && one.metadata.name.startsWith(name));
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found as Manifest & { spec: Spec };
  }

  remove(kind: string, name: string): void {
    this.manifests = this.manifests.filter((one) => one !== this.one(kind, name));
  }
}

/** One mistake, and what must be said of it. */
export interface Mutation {
  what: string;
  spoil(of: Spoiler): void;
  /** What the check says of it. */
  says: string;
}
