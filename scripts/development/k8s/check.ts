import type { Manifest, Rule } from './manifests/manifest.ts';
import { renderWith } from './manifests/render.ts';
import { schemaProblems } from './manifests/schemas.ts';
import { unknownFieldProblems } from './manifests/unknown-fields.ts';
import { availability, rollout } from './rules/availability.ts';
import { configuration } from './rules/configuration.ts';
import { ending } from './rules/ending.ts';
import { hardening } from './rules/hardening.ts';
import { images } from './rules/images.ts';
import { migration } from './rules/migration.ts';
import { monitors } from './rules/monitors.ts';
import { network } from './rules/network.ts';
import { probes } from './rules/probes.ts';
import { references } from './rules/references.ts';
import { resources } from './rules/resources.ts';
import { secrets } from './rules/secrets.ts';
import { streams } from './rules/streams.ts';

/** What the portal's manifests promise, beyond what Kubernetes asks. */
const rules: Readonly<Record<string, Rule>> = {
  availability,
  configuration,
  ending,
  hardening,
  images,
  migration,
  monitors,
  network,
  probes,
  references,
  resources,
  rollout,
  secrets,
  streams,
};

/** Folders that are applied. */
export const overlays = ['k8s/overlays/demo', 'k8s/overlays/production'] as const;

/** What may be added to them (k8s/README.md). */
export const components = ['gateway-api', 'postgres-tls', 'prometheus-operator'] as const;

/** All that is checked: each folder as it is, and production with each component. */
export const variants: readonly { overlay: string; added: readonly string[] }[] = [
  ...overlays.map((overlay) => ({ overlay, added: [] })),
  ...components.map((name) => ({ overlay: 'k8s/overlays/production', added: [name] })),
];

/** What Kubernetes itself would refuse, or drop without a word. */
export const kubernetesProblems = async (manifests: readonly Manifest[]): Promise<string[]> => [
  ...(await schemaProblems(manifests)),
  ...(await unknownFieldProblems(manifests)),
];

/** Which promises are broken. */
export const ruleProblems = (manifests: readonly Manifest[]): string[] =>
  Object.values(rules).flatMap((rule) => rule(manifests));

/**
 * Renders an overlay and checks it.
 *
 * @param added names of components that somebody added to it
 * @throws what `render` throws
 */
export const checkOverlay = async (
  folder: string,
  added: readonly string[] = [],
): Promise<{ manifests: Manifest[]; problems: string[] }> => {
  const manifests = await renderWith(folder, added);
  return { manifests, problems: [...(await kubernetesProblems(manifests)), ...ruleProblems(manifests)] };
};
