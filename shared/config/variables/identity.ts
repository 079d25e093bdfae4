import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { allServices, type ServiceName } from '../../contract/services.ts';
import { variable } from './variable.ts';

/** One key of a service, as it is written: `accounts:MCowBQYDK2VwAyEA…`. */
export interface ServiceKey {
  service: ServiceName;
  key: KeyObject;
}

/** `service:key` in base64, separated by commas. What is said about a mistake never repeats the key. */
const serviceKeys = (read: (der: Buffer) => KeyObject) =>
  z.string().transform((text, context): ServiceKey[] => {
    const refuse = (message: string): never[] => {
      context.issues.push({ code: 'custom', message, input: '' });
      return [];
    };
    return text.split(',').flatMap((entry): ServiceKey[] => {
      const [name, encoded = ''] = entry.trim().split(':', 2);
      const service = allServices.find((one) => one === name);
      if (service === undefined) return refuse('cada clave se escribe servicio:clave');
      const key = keyOrNull(read, encoded);
      return key === null ? refuse(`la clave de ${service} no es Ed25519 en base64`) : [{ service, key }];
    });
  });

const keyOrNull = (read: (der: Buffer) => KeyObject, encoded: string): KeyObject | null => {
  try {
    const key = read(Buffer.from(encoded, 'base64'));
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null; // Whatever OpenSSL says of it, it is not a key of ours.
  }
};

/** Who a process is among the others, and how it knows them. */
export const identityVariables = {
  SERVICE_KEY: variable(
    serviceKeys((key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' })),
    {
      unit: 'servicio:clave',
      help: 'Clave privada con la que este proceso prueba qué servicio es (Ed25519, PKCS8 en base64). Obligatoria con NATS_URL; no la comparta con otro servicio.',
    },
  ),
  SERVICE_PUBLIC_KEYS: variable(
    serviceKeys((key) => createPublicKey({ key, format: 'der', type: 'spki' })),
    {
      unit: 'servicio:clave,…',
      help: 'Claves públicas de todos los servicios (SPKI en base64). Un servicio puede tener dos mientras cambia la suya.',
    },
  ),
};
