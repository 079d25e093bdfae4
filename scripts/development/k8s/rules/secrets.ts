import { containersOf, type Labels, label, type Rule, workloadsOf } from '../manifests/manifest.ts';

const SECRET_NAME = /PASSWORD|SECRET|TOKEN|API_KEY|DATABASE_URL|^LANES$|_AUTH$/i;
const CREDENTIALS = /:\/\/[^/@\s]*:[^/@\s]+@/;
/** What Kubernetes puts in from another variable. */
const REFERENCE = /\$\([A-Z_]+\)/g;

/** No secret stands in a manifest: only where it is to be found. */
export const secrets: Rule = (manifests) => [
  ...manifests.filter(({ kind }) => kind === 'Secret').map((secret) => `${label(secret)} is written down`),
  ...manifests
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap((map) => tellTale(map.data ?? {}).map((name) => `${label(map)}: ${name} has a secret`)),
  ...workloadsOf(manifests).flatMap((workload) =>
    containersOf(workload).flatMap(({ name, env = [] }) =>
      tellTale(Object.fromEntries(env.map((entry) => [entry.name, entry.value ?? '']))).map(
        (variable) => `${workload.kind} ${workload.name}: ${variable} of ${name} has a secret`,
      ),
    ),
  ),
];

const tellTale = (values: Labels): string[] =>
  Object.entries(values)
    .filter(([name, value]) => {
      const literal = value.replaceAll(REFERENCE, '');
      return (SECRET_NAME.test(name) && literal !== '') || CREDENTIALS.test(literal);
    })
    .map(([name]) => name);
