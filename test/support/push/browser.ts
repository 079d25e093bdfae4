import { createDecipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { PushSubscription } from '../../../shared/contract/push.ts';

/** A browser as a push service knows it: what it gives the portal, and how it reads what comes. */
export interface PlayedBrowser {
  subscription(endpoint: string): PushSubscription;
  /** The notice in a body that is sealed for it (RFC 8188, RFC 8291). @throws Error when it is not */
  read(body: Buffer): unknown;
}

const hkdf = (key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));
const text = (words: string): Buffer => Buffer.from(`${words}\0`);

/** Nothing of the code that seals is used: it would agree with itself. */
export const playBrowser = (): PlayedBrowser => {
  const curve = createECDH('prime256v1');
  const own = curve.generateKeys();
  const auth = randomBytes(16);
  return {
    subscription: (endpoint) => ({
      endpoint,
      keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') },
    }),
    read(body) {
      const salt = body.subarray(0, 16);
      const theirs = body.subarray(21, 21 + body.readUInt8(20));
      const sealed = body.subarray(21 + theirs.length);
      const info = Buffer.concat([text('WebPush: info'), own, theirs]);
      const shared = hkdf(curve.computeSecret(theirs), auth, info, 32);
      const key = hkdf(shared, salt, text('Content-Encoding: aes128gcm'), 16);
      const nonce = hkdf(shared, salt, text('Content-Encoding: nonce'), 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      // A 2 ends the last record.
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString('utf8'));
    },
  };
};

/** Any 16 bytes of somebody else's. */
export const anotherAuth = (): string =>
  createHmac('sha256', 'x').digest().subarray(0, 16).toString('base64url');
