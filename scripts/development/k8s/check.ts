import type { Manifest, Rule } from './manifests/manifest.ts';
import { renderWith } from './manifests/render.ts';
import { schemaProblems } from './manifests/schemas.ts';
import { again } from './rules/again.ts';
import { availability, ending, rollout } from './rules/availability.ts';
import { configuration } from './rules/configuration.ts';
import { containers } from './rules/containers.ts';
import { migration } from './rules/migration.ts';
import { monitors } from './rules/monitors.ts';
import { network } from './rules/network.ts';
import { references } from './rules/references.ts';
import { streams } from './rules/streams.ts';

/** What the portal's manifests promise, beyond what Kubernetes asks. */
const rules: readonly Rule[] = [
  again,
  availability,
  configuration,
  containers,
  ending,
  migration,
  monitors,
  network,
  references,
  rollout,
  streams,
];

/** Folders that are applied. */
export const overlays = ['k8s/overlays/demo', 'k8s/overlays/production'] as const;

/** What may be added to them (k8s/README.md). */
export const components = [
  'backup',
  'browser-sandbox',
  'gateway-api',
  'postgres-tls',
  'prometheus-operator',
  'tracing',
] as const;

/** All that is checked: each folder as it is, production with each component, and the demo with what needs its Postgres. */
export const variants: readonly { overlay: string; added: readonly string[] }[] = [
  ...overlays.map((overlay) => ({ overlay, added: [] })),
  ...components.map((name) => ({ overlay: 'k8s/overlays/production', added: [name] })),
  { overlay: 'k8s/overlays/demo', added: ['backup'] },
];

/** Which promises are broken. */
export const ruleProblems = (manifests: readonly Manifest[]): string[] =>
  rules.flatMap((rule) => rule(manifests));

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
  return { manifests, problems: [...(await schemaProblems(manifests)), ...ruleProblems(manifests)] };
};
