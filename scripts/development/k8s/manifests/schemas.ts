import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { label, type Manifest } from './manifest.ts';

type ModelClass = new (data: object) => { validate(): void };

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');
const COMPILE_TIMEOUT_MS = 60_000;
const COMPILE = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --types'.split(' ');

/** Kinds that a cluster learns from elsewhere; all others are Kubernetes' own. */
const OTHERS: Readonly<Record<string, string>> = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
};

/** The module with the schemas and types of an API version's kinds. */
const moduleOf = (apiVersion: string): string =>
  `${OTHERS[apiVersion.split('/')[0] ?? ''] ?? 'kubernetes-models'}/${apiVersion}`;

/** What Kubernetes itself would refuse, or drop without a word. */
export const schemaProblems = async (manifests: readonly Manifest[]): Promise<string[]> => [
  ...(await Promise.all(manifests.map(misfit))).filter((problem) => problem !== null),
  ...(await unknownFields(manifests)),
];

/** How a manifest does not fit its kind's schema: types, formats, what is required; null when it does. */
const misfit = async (manifest: Manifest): Promise<string | null> => {
  const { apiVersion, kind } = manifest;
  if (/alpha|beta/.test(apiVersion)) return `${label(manifest)}: ${apiVersion} is not stable, or gone`;
  const model = await modelOf(manifest);
  if (model === undefined) return `${label(manifest)}: Kubernetes has no kind ${apiVersion} ${kind}`;
  try {
    new model(manifest).validate();
    return null;
  } catch (error) {
    return `${label(manifest)}: ${error instanceof Error ? error.message : error}`;
  }
};

const modelOf = async ({ apiVersion, kind }: Manifest): Promise<ModelClass | undefined> => {
  try {
    const models = (await import(moduleOf(apiVersion))) as Record<string, ModelClass>;
    return models[kind];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
    throw error;
  }
};

/** Of which the compiler had nothing to say: overlays have most manifests in common, and it takes a second each time. */
const sound = new Set<string>();

/**
 * Finds fields that Kubernetes does not have, such as a misspelt one: its schemas let them pass, and a server drops them
 * without a word. The TypeScript compiler knows them: each manifest is written as a literal of its kind's type.
 */
const unknownFields = async (all: readonly Manifest[]): Promise<string[]> => {
  const manifests = all.filter((manifest) => !sound.has(literal(manifest)));
  if (manifests.length === 0) return [];
  // Inside the repository, so that the compiler finds the package of the types.
  const folder = await mkdtemp(join(root, 'node_modules/.k8s-check-'));
  try {
    const files = manifests.map((_, index) => join(folder, `manifest-${index}.ts`));
    await Promise.all(manifests.map((manifest, index) => writeFile(files[index] ?? '', literal(manifest))));
    const output = await compile(files);
    const faults = [...output.matchAll(/manifest-(\d+)\.ts.*?error TS\d+: (.*)/g)].map(
      ([, index, message = '']) => ({ index: Number(index), message }),
    );
    if (faults.length === 0 && output !== '') throw new Error(`not understood: ${output}`);
    for (const [at, manifest] of manifests.entries())
      if (!faults.some(({ index }) => index === at)) sound.add(literal(manifest));
    return faults.map(({ index, message }) => `${label(manifests[index] as Manifest)}: ${message}`);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const literal = (manifest: Manifest): string => {
  const type = `import('${moduleOf(manifest.apiVersion)}').I${manifest.kind}`;
  return `export const manifest: ${type} = ${JSON.stringify(manifest, null, 1)};\n`;
};

/** What the compiler says, which is nothing when all is well. */
const compile = async (files: readonly string[]): Promise<string> => {
  try {
    const options = [...COMPILE, '', ...files];
    await run(join(root, 'node_modules/.bin/tsc'), options, { timeout: COMPILE_TIMEOUT_MS });
    return '';
  } catch (error) {
    const { stdout, code } = error as { stdout?: string; code?: unknown };
    if (typeof code !== 'number' || !stdout?.includes('manifest-')) throw error;
    return stdout;
  }
};
