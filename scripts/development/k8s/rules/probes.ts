import { type Rule, workloadsOf } from '../manifests/manifest.ts';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** Every container that stays has all three probes, each with a timeout of its own; being ready asks more than living. */
export const probes: Rule = (manifests) =>
  workloadsOf(manifests)
    .filter(({ kind }) => kind !== 'Job')
    .flatMap(({ kind, name, pod }) =>
      pod.containers.flatMap((container) => {
        const problems = PROBES.flatMap((probe) => {
          const { timeoutSeconds } = container[probe] ?? {};
          if (container[probe] === undefined) return [`${kind} ${name}: ${container.name} has no ${probe}`];
          return timeoutSeconds === undefined
            ? [`${kind} ${name}: ${probe} of ${container.name} says no timeoutSeconds`]
            : [];
        });
        const [ready, alive] = [container.readinessProbe?.httpGet, container.livenessProbe?.httpGet];
        if (ready !== undefined && ready.path === alive?.path && ready.port === alive?.port)
          problems.push(`${kind} ${name}: ${container.name} is restarted for what only makes it not ready`);
        return problems;
      }),
    );
