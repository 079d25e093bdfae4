import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
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
