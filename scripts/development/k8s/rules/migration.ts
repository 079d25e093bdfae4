import { ends, isOurs, type Rule, type Workload, workloadsOf } from '../manifests/manifest.ts';

/**
 * A Job cannot be changed: the one that migrates is named after its image's version, and reads no ConfigMap, whose name
 * would change with a setting. What needs the schema waits for it with the same command.
 */
export const migration: Rule = (manifests) => {
  const workloads = workloadsOf(manifests);
  const jobs = workloads.filter(({ kind }) => kind === 'Job');
  const named = jobs.flatMap(({ name, pod }) => {
    const tag = pod.containers[0]?.image?.split(':').at(-1) ?? '';
    const expected = `migrate-${tag.replaceAll('.', '-')}`;
    return name === expected ? [] : [`Job ${name}: the image's version asks for the name ${expected}`];
  });
  const changing = jobs.flatMap(({ name, pod }) =>
    configMapsOf(pod).map((map) => `Job ${name} reads ${map}, and could not follow when that is renamed`),
  );
  const command = String(jobs[0]?.pod.containers[0]?.command);
  const unordered = workloads
    .filter((workload) => !ends(workload) && usesDatabase(workload.pod.containers[0]))
    .filter(({ pod }) => !pod.initContainers?.some((init) => String(init.command) === command))
    .map(({ kind, name }) => `${kind} ${name} does not wait for its schema`);
  return [...(jobs.length === 0 ? ['no Job migrates'] : []), ...named, ...changing, ...unordered];
};

const configMapsOf = ({ containers, initContainers = [], volumes = [] }: Workload['pod']): string[] =>
  [
    ...[...containers, ...initContainers].flatMap(({ envFrom = [], env = [] }) => [
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
    ]),
    ...volumes.map(({ configMap }) => configMap?.name),
  ].filter((name) => name !== undefined);

const usesDatabase = (
  container: { image?: string; env?: readonly { name: string }[] } | undefined,
): boolean =>
  isOurs(container?.image) && container?.env?.some(({ name }) => name === 'DATABASE_URL') === true;
