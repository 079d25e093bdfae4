import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { natsPasswords } from '../../../scripts/production/censo/keys/files.ts';
import type { Secrets } from '../../../scripts/production/censo/keys/secrets.ts';
import type { NatsAccess } from '../../../shared/config/config.ts';
import { root } from '../processes/child.ts';

/** How one connects to a server that knows no users. */
export const openNats = (url: string): NatsAccess => ({
  url,
  user: undefined,
  password: undefined,
  tls: { ca: undefined, cert: undefined, key: undefined },
});

/** Whoever mends, or breaks, things by hand in a test; the shipped configuration has nobody who may. */
const OPERATOR = { user: 'prueba', password: 'prueba' };

/** How a test does by hand what no service may. */
export const asOperator = (url: string) => ({
  servers: url,
  user: OPERATOR.user,
  pass: OPERATOR.password,
  timeout: 5_000,
});

/** The same, as the portal's own connections are told. */
export const operatorAccess = (url: string): NatsAccess => ({ ...openNats(url), ...OPERATOR });

/**
 * Writes a server's configuration with exactly the permissions that are shipped, and the operator beside them.
 *
 * @returns its path
 */
export const writeNatsConfig = async (folder: string, secrets: Secrets): Promise<string> => {
  const [config, passwords] = [join(folder, 'config'), join(folder, 'secrets')];
  await Promise.all([config, passwords].map((one) => mkdir(one, { recursive: true })));
  const shipped = await readFile(join(root, 'k8s/servers/nats/users.conf'), 'utf8');
  const { user, password } = OPERATOR;
  const operated = shipped.replace('users = [', `users = [\n    { user: ${user}, password: ${password} }`);
  await writeFile(join(config, 'users.conf'), operated);
  await writeFile(join(passwords, 'passwords.conf'), natsPasswords(secrets.nats));
  const path = join(config, 'nats.conf');
  await writeFile(path, 'include "users.conf"\n');
  return path;
};
