import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest.ts';

const run = promisify(execFile);
const RENDER_TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 10_000_000;
/** Older ones, such as Debian's of kubectl 1.20, cannot read what these folders say. */
const OLDEST_KUSTOMIZE = 5;

/**
 * @returns why this machine cannot render, in one line; null when it can
 */
export const rendererProblem = async (): Promise<string | null> => {
  try {
    const { stdout } = await run('kubectl', ['version', '--client', '--output=json'], {
      timeout: RENDER_TIMEOUT_MS,
    });
    const { kustomizeVersion = 'none' } = JSON.parse(stdout) as { kustomizeVersion?: string };
    return Number(/^v(\d+)/.exec(kustomizeVersion)?.[1] ?? 0) >= OLDEST_KUSTOMIZE
      ? null
      : `kubectl brings kustomize ${kustomizeVersion}; version ${OLDEST_KUSTOMIZE} or later is needed (kubectl 1.27)`;
  } catch (error) {
    return `kubectl does not run: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
  }
};

/**
 * Renders a folder with a kustomization, as `kubectl apply -k` does, without a cluster or the internet.
 *
 * @throws what kubectl says when it cannot, or when it warns of something that it will stop to understand
 */
const render = async (folder: string): Promise<Manifest[]> => {
  const { stdout, stderr } = await run('kubectl', ['kustomize', folder], {
    timeout: RENDER_TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT,
  });
  if (stderr.trim() !== '') throw new Error(`${folder}: ${stderr.trim()}`);
  return parseManifests(stdout);
};

/**
 * Renders an overlay as it is once somebody has added components to it.
 *
 * @param overlay a folder below `k8s/overlays`
 * @param components names of folders in `k8s/components`
 * @throws what `render` throws
 */
export const renderWith = async (overlay: string, components: readonly string[]): Promise<Manifest[]> => {
  if (components.length === 0) return render(overlay);
  const copy = await mkdtemp(join(tmpdir(), 'censo-k8s-'));
  try {
    await cp(join(overlay, '../..'), copy, { recursive: true });
    const folder = join(copy, 'overlays', basename(overlay));
    const list = components.map((name) => `  - ../../components/${name}\n`).join('');
    await appendFile(join(folder, 'kustomization.yaml'), `components:\n${list}`);
    return await render(folder);
  } finally {
    await rm(copy, { recursive: true });
  }
};

/** @throws the parser's error */
const parseManifests = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as Manifest;
  });
