import { containersOf, type Rule, workloadsOf } from '../manifests/manifest.ts';

/** Every container says what it needs, and how much memory it may take at most. */
export const resources: Rule = (manifests) =>
  workloadsOf(manifests).flatMap((workload) =>
    containersOf(workload).flatMap(({ name, resources }) => {
      const missing = [
        resources?.requests?.cpu === undefined && 'requests.cpu',
        resources?.requests?.memory === undefined && 'requests.memory',
        resources?.limits?.memory === undefined && 'limits.memory',
      ].filter((field) => field !== false);
      return missing.map((field) => `${workload.kind} ${workload.name}: ${name} has no ${field}`);
    }),
  );
