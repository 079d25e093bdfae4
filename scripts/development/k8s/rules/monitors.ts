import { label, ofKind, type Rule, workloadsOf } from '../manifests/manifest.ts';
import { type Selector, selects } from '../manifests/selector.ts';

/** What Prometheus Operator scrapes is there, and comes as `job="censo"`, which alerts and dashboards ask for. */
export const monitors: Rule = (manifests) =>
  ofKind(manifests, 'PodMonitor').flatMap((monitor) => {
    const scraped = workloadsOf(manifests).filter(({ labels }) =>
      selects(monitor.spec.selector as Selector, labels),
    );
    return (monitor.spec.podMetricsEndpoints ?? []).flatMap(({ port = 'none', relabelings = [] }) => {
      const lacking = scraped.some(
        ({ pod }) => !pod.containers.some(({ ports }) => ports?.some(({ name }) => name === port)),
      );
      const named = relabelings.some(
        ({ targetLabel, replacement }) => targetLabel === 'job' && replacement === 'censo',
      );
      return [
        ...(lacking ? [`${label(monitor)} asks a port ${port} that not every pod has`] : []),
        ...(named ? [] : [`${label(monitor)} does not say job="censo"`]),
      ];
    });
  });
