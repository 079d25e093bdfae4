import { eventually } from '../../support/eventually.ts';
import { root } from '../../support/processes/child.ts';
import { bringStandIns } from './images.ts';
import { askKubectl, kubectl, read } from './kubectl.ts';
import { writeOverlay } from './overlay.ts';
import { allReady } from './pods.ts';

/** What gives a HorizontalPodAutoscaler its figures, where the cluster has none: the API, and with what it is served here. */
const sources = {
  cpu: { api: 'v1beta1.metrics.k8s.io', images: ['metrics-server'] },
  streams: { api: 'v1beta1.custom.metrics.k8s.io', images: ['prometheus', 'prometheus-adapter'] },
} as const;

/** Figures belong to the whole cluster: no namespace takes them along. @returns what removes what was brought */
export const bringMetrics = async (
  namespace: string,
  kind: keyof typeof sources,
): Promise<() => Promise<void>> => {
  const { api, images } = sources[kind];
  if ((await askKubectl(['get', 'apiservice', api])).code === 0) return async () => {};
  await bringStandIns(images);
  const folder = await writeOverlay(root, {
    namespace,
    resources: [`test/acceptance/cluster/metrics/${kind}`],
  });
  await kubectl(['apply', '--kustomize', folder]);
  await allReady(namespace);
  return async () => {
    await askKubectl(['delete', '--kustomize', folder, '--ignore-not-found', '--timeout=120s'], 130_000);
  };
};

interface Scaler {
  status: {
    desiredReplicas: number;
    currentMetrics?: {
      type: string;
      pods?: { current: { averageValue?: string } };
      resource?: { current: { averageValue?: string } };
    }[];
  };
}

/** A metric of a scaler, as its manifest has it. */
export const byStreams = (averageValue: string) => ({
  type: 'Pods',
  pods: { metric: { name: 'censo_open_streams' }, target: { type: 'AverageValue', averageValue } },
});
export const byCpu = (averageValue: string) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'AverageValue', averageValue } },
});

/** The scaler of a namespace's gateways. */
export const scalerOf = (namespace: string) => {
  const look = () => read<Scaler>(['--namespace', namespace, 'get', 'hpa', 'gateway']);
  return {
    /** With one metric, at most four gateways, and quickly back. */
    async set(metric: object): Promise<void> {
      const scaleDown = {
        stabilizationWindowSeconds: 15,
        policies: [{ type: 'Pods', value: 2, periodSeconds: 15 }],
      };
      const spec = { maxReplicas: 4, metrics: [metric], behavior: { scaleDown } };
      const patch = ['--type=merge', '--patch', JSON.stringify({ spec })];
      await kubectl(['--namespace', namespace, 'patch', 'hpa', 'gateway', ...patch]);
    },
    /** Waits until it wants so many gateways. @returns how many, and what it saw a pod */
    wants: (what: string, fits: (replicas: number) => boolean) =>
      eventually(
        what,
        async () => {
          const { desiredReplicas, currentMetrics = [] } = (await look()).status;
          const current = currentMetrics[0]?.pods?.current ?? currentMetrics[0]?.resource?.current;
          return (
            fits(desiredReplicas) &&
            current?.averageValue !== undefined && { replicas: desiredReplicas, seen: current.averageValue }
          );
        },
        600_000,
      ),
  };
};
