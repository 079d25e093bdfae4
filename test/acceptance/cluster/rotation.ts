import { freshSecrets } from '../../../scripts/production/censo/keys/secrets.ts';
import { kubectl, read } from './kubectl.ts';
import { replacePods } from './pods.ts';

const secretValue = async (namespace: string, secret: string, key: string): Promise<string> => {
  const { data } = await read<{ data: Record<string, string> }>([
    '--namespace',
    namespace,
    'get',
    'secret',
    secret,
  ]);
  return Buffer.from(data[key] ?? '', 'base64').toString();
};

const setValue = (namespace: string, secret: string, key: string, value: string): Promise<string> => {
  const patch = JSON.stringify({ stringData: { [key]: value } });
  return kubectl(['--namespace', namespace, 'patch', 'secret', secret, '--patch', patch]);
};

const restart = (namespace: string, services: readonly string[]): Promise<void> =>
  replacePods(
    namespace,
    services.map((name) => `deployment/${name}`),
  );

const all = ['gateway', 'accounts', 'census', 'scraper'] as const;
const holders = [...all, 'simulator'] as const;

/**
 * A new key for accounts and a new secret for the gateways, in the order of docs/runbook.md: what is new counts beside what was,
 * then all use what is new, then what was counts no more.
 */
export const rotate = async (namespace: string): Promise<void> => {
  const fresh = freshSecrets();
  const { privateKey, publicKey } = fresh.identity.accounts;
  const before = await secretValue(namespace, 'censo-accounts', 'SERVICE_PUBLIC_KEYS');
  const [old = ''] = before.split(',').filter((one) => one.startsWith('accounts:'));
  const secret = await secretValue(namespace, 'censo-gateway', 'GATEWAY_SECRET');
  const publish = async (keys: string): Promise<void> => {
    for (const name of holders) await setValue(namespace, `censo-${name}`, 'SERVICE_PUBLIC_KEYS', keys);
  };
  await publish(`${before},accounts:${publicKey}`);
  await setValue(namespace, 'censo-gateway', 'GATEWAY_SECRET', `${fresh.gateway},${secret}`);
  await restart(namespace, all);
  await setValue(namespace, 'censo-accounts', 'SERVICE_KEY', `accounts:${privateKey}`);
  await restart(namespace, ['accounts']);
  await publish(before.replace(old, `accounts:${publicKey}`));
  await setValue(namespace, 'censo-gateway', 'GATEWAY_SECRET', fresh.gateway);
  await restart(namespace, all);
};
