import { label, type Manifest } from './manifest.ts';
import { moduleOf } from './packages.ts';

type ModelClass = new (data: object) => { validate(): void };

/**
 * Holds each manifest against the schema of its kind, which is Kubernetes' own or that of who brings it: types, formats, what is required.
 *
 * @returns what does not fit, a line for each manifest
 */
export const schemaProblems = async (manifests: readonly Manifest[]): Promise<string[]> => {
  const found = await Promise.all(
    manifests.map(async (manifest) => {
      if (/alpha|beta/.test(manifest.apiVersion))
        return `${label(manifest)}: ${manifest.apiVersion} is not stable, or gone`;
      const model = await modelOf(manifest);
      if (model === undefined)
        return `${label(manifest)}: Kubernetes has no kind ${manifest.apiVersion} ${manifest.kind}`;
      try {
        new model(manifest).validate();
        return null;
      } catch (error) {
        return `${label(manifest)}: ${error instanceof Error ? error.message : error}`;
      }
    }),
  );
  return found.filter((problem) => problem !== null);
};

const modelOf = async ({ apiVersion, kind }: Manifest): Promise<ModelClass | undefined> => {
  try {
    const models = (await import(moduleOf(apiVersion))) as Record<string, ModelClass>;
    return models[kind];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
    throw error;
  }
};
