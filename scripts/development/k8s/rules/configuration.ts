import type { IContainer } from 'kubernetes-models/v1';
import type { Config } from '../../../../shared/config/config.ts';
import { loadConfig } from '../../../../shared/config/load.ts';
import { variables } from '../../../../shared/config/variables/variables.ts';
import { allServices, type ServiceName } from '../../../../shared/contract/services.ts';
import { filesOf } from '../../../production/censo/keys/files.ts';
import { freshSecrets } from '../../../production/censo/keys/secrets.ts';
import {
  containersOf,
  has,
  isOurs,
  type Labels,
  type Manifest,
  type Rule,
  workloadsOf,
} from '../manifests/manifest.ts';

/** What stands for a secret, which is nowhere in the repository. */
const examples = (services: readonly ServiceName[], { command = [] }: IContainer): Labels => {
  const files = filesOf(freshSecrets());
  if (command.includes('backup')) return { ...files.backup, BACKUP_RECIPIENTS: 'age1example' };
  const [only = 'migrate', ...others] = services;
  return others.length > 0 ? files.migrate : files[only];
};
/** Node and the driver of Postgres read these. */
const HELPERS = new Set(['NODE_EXTRA_CA_CERTS', 'PGSSLMODE']);

/** Each process starts with what it is given: the portal's own rules accept it, and no name is misspelt. */
export const configuration: Rule = (manifests) =>
  workloadsOf(manifests).flatMap((workload) =>
    containersOf(workload)
      .filter(({ image }) => isOurs(image))
      .flatMap((container) =>
        containerProblems(container, manifests).map(
          (problem) => `${workload.kind} ${workload.name}: ${container.name}: ${problem}`,
        ),
      ),
  );

const containerProblems = (container: IContainer, manifests: readonly Manifest[]): string[] => {
  const maps = (container.envFrom ?? []).map(({ configMapRef }) => configMapRef?.name);
  const missing = maps.filter((name) => !has(manifests, 'ConfigMap', name));
  if (missing.length > 0) return missing.map((name) => `there is no ConfigMap ${name}`);
  const named = manifests.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && maps.includes(metadata.name),
  );
  const services = servicesOf(container);
  const secrets = examples(services, container);
  const env: Labels = Object.assign({}, ...named.map(({ data }) => data));
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (valueFrom?.secretKeyRef?.optional) continue;
    const given = value ?? secrets[name];
    if (given === undefined) return [`no example of ${name} is known`];
    env[name] = given.replaceAll(/\$\((\w+)\)/g, (_, other: string) => env[other] ?? '');
  }
  const unknown = Object.keys(env).filter((name) => !(name in variables) && !HELPERS.has(name));
  return [...unknown.map((name) => `no process reads ${name}`), ...startProblems(env, services, container)];
};

/** The services of a container's argument; those whose schemas it migrates when it has a command instead. */
const servicesOf = ({ args = [] }: IContainer): ServiceName[] => {
  const named = allServices.filter((name) => args.includes(name));
  return named.length > 0 ? named : ['accounts', 'census'];
};

const startProblems = (env: Labels, services: ServiceName[], { ports = [] }: IContainer): string[] => {
  try {
    const config = loadConfig(env, services, { isMember: services.length === 1 });
    const alone = config.mode === 'distributed' ? [] : ['it would start alone, without NATS'];
    return [...alone, ...portProblems(config, ports)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
};

/** Probes, policies and services name ports: each name is that of the port on which the process listens. */
const portProblems = (
  { port, metricsPort, directPort }: Config,
  named: readonly { name?: string; containerPort: number }[],
): string[] => {
  const listens: Record<string, number> = { http: port, metrics: metricsPort, direct: directPort };
  return named
    .filter(({ name = '', containerPort }) => (listens[name] ?? containerPort) !== containerPort)
    .map(
      ({ name = '', containerPort }) =>
        `listens on ${listens[name]} and calls ${containerPort} its port ${name}`,
    );
};
