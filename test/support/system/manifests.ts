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
  /** MiB of memory that the smallest of their pods may take. */
  memoryMib: number;
}

const deploymentRule = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({
            args: z.tuple([z.string()]),
            resources: z.object({ limits: z.object({ memory: z.string() }) }),
          }),
        ]),
      }),
    }),
  }),
});
const kustomizationRule = z.object({
  configMapGenerator: z.tuple([z.object({ literals: z.array(z.string()) })]),
});

const MIB = { Mi: 1, Gi: 1_024 } as const;

const mibOf = (quantity: string): number => {
  const [, figure, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (figure === undefined || (unit !== 'Mi' && unit !== 'Gi'))
    throw new Error(`a limit of memory says ${quantity}`);
  return Number(figure) * MIB[unit];
};

const read = (file: string): Promise<string> => readFile(join(root, 'k8s/base', file), 'utf8');

/** @throws Error when a manifest is not what the tests know how to start */
export const readManifests = async (): Promise<Manifests> => {
  const replicas = { gateway: 0, accounts: 0, census: 0, scraper: 0 };
  let memoryMib = Number.POSITIVE_INFINITY;
  for (const name of portalServices) {
    const [document = ''] = (await read(`${name}.yaml`)).split(/^---$/m);
    const { spec } = deploymentRule.parse(parse(document));
    const [{ args, resources }] = spec.template.spec.containers;
    const [argument] = args;
    if (argument !== name) throw new Error(`k8s/base/${name}.yaml starts ${argument}`);
    replicas[name] = spec.replicas;
    memoryMib = Math.min(memoryMib, mibOf(resources.limits.memory));
  }
  const { configMapGenerator } = kustomizationRule.parse(parse(await read('kustomization.yaml')));
  const literals = configMapGenerator[0].literals.map((literal) => {
    const [name = '', ...value] = literal.split('=');
    return [name, value.join('=')] as const;
  });
  return { replicas, env: Object.fromEntries(literals), memoryMib };
};
