import { isOurs, type Rule, workloadsOf } from '../manifests/manifest.ts';

/** A process of ours ends within 25 s of SIGTERM, by force if need be; the rest is for a machine that is busy. */
export const ENDING_S = 30;

/** A pod is not killed before it has finished: its grace is as long as what it waits first and its end, or longer. */
export const ending: Rule = (manifests) =>
  workloadsOf(manifests)
    .filter(({ pod }) => pod.containers.some(({ image }) => isOurs(image)))
    .flatMap(({ kind, name, pod }) => {
      const needed =
        ENDING_S + Math.max(...pod.containers.map(({ lifecycle }) => pauseOf(lifecycle?.preStop?.exec)));
      const grace = pod.terminationGracePeriodSeconds ?? 30;
      const problems =
        grace >= needed ? [] : [`${kind} ${name} is killed after ${grace} s, it may need ${needed}`];
      if (name === 'gateway' && needed === ENDING_S)
        problems.push(`${kind} ${name} stops before its ingress has learnt of it: no preStop`);
      return problems;
    });

const pauseOf = (action: { command?: readonly string[] } | undefined): number => {
  const [program, seconds] = action?.command ?? [];
  return program === 'sleep' ? Number(seconds) : 0;
};
