import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { label, type Manifest } from './manifest.ts';
import { moduleOf } from './packages.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;
const root = join(import.meta.dirname, '../../../..');
const COMPILE = [
  '--ignoreConfig',
  '--noEmit',
  '--strict',
  '--skipLibCheck',
  '--module',
  'nodenext',
  '--types',
  '',
];

/**
 * Finds fields that Kubernetes does not have, such as a misspelt one: its schemas let them pass, and a server drops them
 * without a word. The TypeScript compiler knows them: each manifest is written as a literal of its kind's type.
 */
export const unknownFieldProblems = async (manifests: readonly Manifest[]): Promise<string[]> => {
  // Inside the repository, so that the compiler finds the package of the types.
  const folder = await mkdtemp(join(root, 'node_modules/.k8s-check-'));
  try {
    const files = manifests.map((_, index) => join(folder, `manifest-${index}.ts`));
    await Promise.all(files.map((file, index) => writeFile(file, literal(manifests[index] as Manifest))));
    const output = await compile(files);
    const problems = output
      .split('\n')
      .map((line) => /manifest-(\d+)\.ts.*?error TS\d+: (.*)/.exec(line))
      .filter((match) => match !== null)
      .map(([, index, message]) => `${label(manifests[Number(index)] as Manifest)}: ${message}`);
    if (problems.length === 0 && output !== '') throw new Error(`not understood: ${output}`);
    return problems;
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
    await run(join(root, 'node_modules/.bin/tsc'), [...COMPILE, ...files], { timeout: TIMEOUT_MS });
    return '';
  } catch (error) {
    const { stdout, code } = error as { stdout?: string; code?: unknown };
    if (typeof code !== 'number' || !stdout?.includes('manifest-')) throw error;
    return stdout;
  }
};
