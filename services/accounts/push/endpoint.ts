import { createECDH } from 'node:crypto';
import { isLoopback } from '../../../shared/config/hosts/loopback.ts';
import type { PushSubscription } from '../../../shared/contract/push.ts';
import { AppError } from '../../../shared/errors.ts';
import type { PushSettings } from './settings.ts';

type Reach = Pick<PushSettings, 'hosts' | 'loopback'>;

/**
 * Where a browser says that it takes pushes. Whoever sends the form says so, hence anybody anything: only the known push
 * services, by their names, over HTTPS at its own port.
 *
 * @returns the name of the service. @throws AppError `push_service_unknown` (400)
 */
export const hostOf = (endpoint: string, reach: Reach): string => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !isReachable(url, reach))
    throw new AppError(
      'push_service_unknown',
      'No conocemos el servicio de avisos de este navegador. Pruebe con otro, como Chrome o Firefox.',
      { status: 400 },
    );
  return url.hostname;
};

/** Whether it may be sent to now: what is allowed may have changed since the browser said it. */
export const isReachable = (url: URL, { hosts, loopback }: Reach): boolean => {
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (loopback && isLoopback(url)) return true;
  return url.protocol === 'https:' && url.port === '' && hosts.some((host) => isHost(url.hostname, host));
};

const isHost = (name: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? name.endsWith(allowed.slice(1)) : name === allowed;

/** @throws AppError `validation` (400) when the browser's key is no point of the curve: nothing could be sealed for it */
export const assertKey = ({ p256dh, auth }: PushSubscription['keys']): void => {
  try {
    const curve = createECDH('prime256v1');
    curve.generateKeys();
    curve.computeSecret(Buffer.from(p256dh, 'base64url'));
    if (Buffer.from(p256dh, 'base64url').length === 65 && Buffer.from(auth, 'base64url').length === 16)
      return;
  } catch {
    // As below.
  }
  throw new AppError('validation', 'La clave del navegador no es válida.', { status: 400 });
};
