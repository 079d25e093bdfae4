import { createECDH } from 'node:crypto';
import { z } from 'zod';
import { hostName } from './hosts.ts';
import { integer, oneOf, variable } from './variable.ts';

const NOBODY = 'ninguno';

const pushHosts = z.string().transform((text, context): string[] => {
  if (text.trim() === NOBODY) return [];
  const list = text.split(',').map((host) => host.trim().toLowerCase());
  if (list.every((host) => hostName.safeParse(host).success)) return list;
  const message = `debe ser ${NOBODY}, o nombres de servidores separados por comas, como *.push.apple.com`;
  context.issues.push({ code: 'custom', message, input: '' });
  return [];
});

/** A private key of P-256. What is said about a mistake never repeats it. */
const vapidKey = z.string().transform((text, context): Buffer => {
  const key = Buffer.from(text, 'base64url');
  if (!isPrivateKey(key))
    context.issues.push({
      code: 'custom',
      message: 'debe ser una clave P-256: 32 bytes en base64url',
      input: '',
    });
  return key;
});

const isPrivateKey = (key: Buffer): boolean => {
  try {
    createECDH('prime256v1').setPrivateKey(key);
    return key.length === 32;
  } catch {
    return false; // Longer, or no number of the curve.
  }
};

const subject = z.string().regex(/^(?:mailto:\S+@\S+|https:\/\/\S+)$/, 'debe empezar por mailto: o https://');

/** How browsers are told although no page is open. */
export const pushVariables = {
  PUSH_HOSTS: variable(pushHosts, {
    fallback:
      'fcm.googleapis.com,updates.push.services.mozilla.com,*.push.services.mozilla.com,*.notify.windows.com,*.push.apple.com',
    unit: 'servidor,… | ninguno',
    help: 'Servicios de avisos a los que accounts puede enviar; la dirección la da el navegador de cada persona, y a otra no se envía. Con ninguno el portal no avisa.',
  }),
  PUSH_PERSON_DAY: variable(integer(1, 1_000), {
    fallback: '10',
    unit: 'avisos',
    help: 'Avisos al día a una persona, en todos sus equipos.',
  }),
  VAPID_KEY: variable(vapidKey, {
    unit: 'clave',
    help: 'Clave privada con la que el portal se identifica ante los servicios de avisos (P-256, 32 bytes en base64url). Sin ella accounts hace una al primer arranque y la guarda en su base de datos. Si cambia, cada persona vuelve a activar sus avisos.',
  }),
  VAPID_SUBJECT: variable(subject, {
    unit: 'mailto:… | https://…',
    help: 'A quién escribe un servicio de avisos si algo anda mal. Sin ella, RESPONSIBLE_EMAIL.',
  }),
  PUSH_LOOPBACK: variable(oneOf(['0', '1']), {
    fallback: '0',
    unit: '0 | 1',
    help: 'Con 1 se puede avisar también a un servicio de esta máquina, para pruebas. No se usa en production.',
  }),
};
