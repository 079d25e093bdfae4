import type { Manifest, Rule } from './manifest.ts';
import { render } from './render.ts';
import { availability, rollout } from './rules/availability.ts';
import { configuration } from './rules/configuration.ts';
import { ending } from './rules/ending.ts';
import { hardening } from './rules/hardening.ts';
import { images } from './rules/images.ts';
import { migration } from './rules/migration.ts';
import { network } from './rules/network.ts';
import { probes } from './rules/probes.ts';
import { references } from './rules/references.ts';
import { resources } from './rules/resources.ts';
import { secrets } from './rules/secrets.ts';
import { schemaProblems } from './schemas.ts';
import { unknownFieldProblems } from './unknown-fields.ts';

/** What the portal's manifests promise, beyond what Kubernetes asks. */
export const rules: Readonly<Record<string, Rule>> = {
  availability,
  configuration,
  ending,
  hardening,
  images,
  migration,
  network,
  probes,
  references,
  resources,
  rollout,
  secrets,
};

/** Folders that are applied. */
export const overlays = ['k8s/overlays/demo', 'k8s/overlays/production'] as const;

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
 * @throws what `render` throws
 */
export const checkOverlay = async (
  folder: string,
): Promise<{ manifests: Manifest[]; problems: string[] }> => {
  const manifests = await render(folder);
  return { manifests, problems: [...(await kubernetesProblems(manifests)), ...ruleProblems(manifests)] };
};
