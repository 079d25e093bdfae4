import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../processes/child.ts';

/** The kinds of processes that the portal is made of in Kubernetes. */
export const portalServices = ['gateway', 'accounts', 'census', 'scraper'] as const;
export type PortalService = (typeof portalServices)[number];

/** How the manifests in k8s/base start the portal. */
export interface Manifests {
  replicas: Record<PortalService, number>;
  /** What the config map gives to every process. */
  env: Record<string, string>;
}

const deploymentRule = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      spec: z.object({ containers: z.tuple([z.object({ args: z.tuple([z.string()]) })]) }),
    }),
  }),
});
const kustomizationRule = z.object({
  configMapGenerator: z.tuple([z.object({ literals: z.array(z.string()) })]),
});

const read = (file: string): Promise<string> => readFile(join(root, 'k8s/base', file), 'utf8');

/** @throws Error when a manifest is not what the tests know how to start */
export const readManifests = async (): Promise<Manifests> => {
  const replicas = { gateway: 0, accounts: 0, census: 0, scraper: 0 };
  for (const name of portalServices) {
    const [document = ''] = (await read(`${name}.yaml`)).split(/^---$/m);
    const { spec } = deploymentRule.parse(parse(document));
    const [argument] = spec.template.spec.containers[0].args;
    if (argument !== name) throw new Error(`k8s/base/${name}.yaml starts ${argument}`);
    replicas[name] = spec.replicas;
  }
  const { configMapGenerator } = kustomizationRule.parse(parse(await read('kustomization.yaml')));
  const literals = configMapGenerator[0].literals.map((literal) => {
    const [name = '', ...value] = literal.split('=');
    return [name, value.join('=')] as const;
  });
  return { replicas, env: Object.fromEntries(literals) };
};
