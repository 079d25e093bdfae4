import { isOurs, type Rule, workloadsOf } from '../manifest.ts';

/** What a process of ours may take to finish what it has begun. */
export const DRAIN_S = 25;

/** A pod is not killed before it has finished: its grace is longer than what it waits first and its drain. */
export const ending: Rule = (manifests) =>
  workloadsOf(manifests)
    .filter(({ pod }) => pod.containers.some(({ image }) => isOurs(image)))
    .flatMap(({ kind, name, pod }) => {
      const needed =
        DRAIN_S + Math.max(...pod.containers.map(({ lifecycle }) => pauseOf(lifecycle?.preStop?.exec)));
      const grace = pod.terminationGracePeriodSeconds ?? 30;
      const problems =
        grace > needed ? [] : [`${kind} ${name} is killed after ${grace} s, it may need ${needed}`];
      if (name === 'gateway' && needed === DRAIN_S)
        problems.push(`${kind} ${name} stops before its ingress has learnt of it: no preStop`);
      return problems;
    });

const pauseOf = (action: { command?: readonly string[] } | undefined): number => {
  const [program, seconds] = action?.command ?? [];
  return program === 'sleep' ? Number(seconds) : 0;
};
