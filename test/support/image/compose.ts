import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { filesOf } from '../../../scripts/production/censo/keys/files.ts';
import { freshSecrets } from '../../../scripts/production/censo/keys/secrets.ts';
import { root } from '../processes/child.ts';

export interface ComposeService {
  image: string;
  build?: { target: string };
  command?: string[];
  entrypoint?: string[];
  restart?: string;
  user?: string;
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
  networks?: string[];
  profiles?: string[];
  security_opt?: string[];
}

/** The services of docker-compose.yml as they are when nothing in the environment says otherwise. */
export const readCompose = (): Record<string, ComposeService> => {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const fill = (_: unknown, value: unknown) => (typeof value === 'string' ? withDefaults(value) : value);
  const { services } = parse(text, fill, { merge: true }) as {
    services: Record<string, ComposeService>;
  };
  return services;
};

/** `${NAME:-default}` → `default`, from the inside out. */
const withDefaults = (text: string): string => {
  const filled = text.replaceAll(/\$\{\w+:-([^${}]*)\}/g, '$1');
  return filled === text ? text : withDefaults(filled);
};

/** Where each service finds the secrets that are its own. */
const KEYS = '/keys/';

/**
 * The environment of a service with its secrets in it, instead of the files that it names.
 *
 * @param secrets those of the volume that it mounts
 * @throws Error when it names one that is not there
 */
export const withSecrets = (
  environment: Record<string, string>,
  secrets: Record<string, string>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      if (!value.startsWith(KEYS)) return [name, value];
      const secret = secrets[value.slice(KEYS.length)];
      if (secret === undefined) throw new Error(`${name}: there is no ${value}`);
      return [name.replace(/_FILE$/, ''), secret];
    }),
  );

/** The environment of a service of docker-compose.yml, with secrets as its first start makes them. */
export const composeEnvOf = (name: string): Record<string, string> => {
  const [, secrets = {}] = Object.entries(filesOf(freshSecrets())).find(([reader]) => reader === name) ?? [];
  return withSecrets(readCompose()[name]?.environment ?? {}, secrets);
};
