import { label, type Manifest, ofKind, type Rule } from '../manifests/manifest.ts';

interface Claim {
  apiVersion?: string;
  kind?: string;
  spec?: { volumeMode?: string };
  status?: { phase?: string };
}

/** What Kubernetes completes in a claim's template, it compares as a whole. */
const incomplete = ({ apiVersion, kind, spec, status }: Claim): boolean =>
  [apiVersion, kind, spec?.volumeMode, status?.phase].includes(undefined);

const claimsOf = ({ kind, spec }: Manifest): readonly Claim[] =>
  kind === 'StatefulSet' ? ((spec as { volumeClaimTemplates?: Claim[] }).volumeClaimTemplates ?? []) : [];

/** Metrics are compared as they are written, and thousands are kept as `k`. */
const keptOtherwise = (quantity: unknown): boolean => /^\d+000$/.test(String(quantity ?? ''));

/** Applying what is applied already changes nothing, and kubectl says so: what Kubernetes keeps otherwise is written as it keeps it. */
export const again: Rule = (manifests) => [
  ...manifests
    .filter((manifest) => claimsOf(manifest).some(incomplete))
    .map((manifest) => `${label(manifest)} is "configured" by each apply: its claims are not said in full`),
  ...ofKind(manifests, 'Deployment')
    .filter(({ spec: { strategy } }) => strategy !== undefined && strategy.type === undefined)
    .map((manifest) => `${label(manifest)} is "configured" by each apply: its strategy has no type`),
  ...ofKind(manifests, 'HorizontalPodAutoscaler')
    .filter(({ spec }) =>
      (spec.metrics ?? []).some(({ pods, resource }) =>
        [pods?.target.averageValue, resource?.target.averageValue].some(keptOtherwise),
      ),
    )
    .map((manifest) => `${label(manifest)} is "configured" by each apply: 1000 is kept as 1k`),
];
