import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { ServiceKey } from '../config/variables/identity.ts';
import type { ServiceName } from '../contract/services.ts';

/** What a token is for; none passes for another. */
type TokenKind = 'passport' | 'caller';

/** How far the clocks of two machines may differ, in seconds. */
const CLOCK_TOLERANCE_S = 30;

interface Unsigned {
  kind: TokenKind;
  issuer: ServiceName;
  /** Who is to believe it. */
  audience: string;
  claims: JWTPayload;
  lifetimeS: number;
}

/** A token whose signature, time, kind and audience are right. */
interface Verified {
  issuer: ServiceName;
  claims: JWTPayload;
}

/** The keys that a process signs with, and those by which it knows others. */
export interface Keyring {
  /** @throws Error when the process has no key of the issuer */
  sign(token: Unsigned, now: Date): Promise<string>;
  /** @throws Error when it is no token of that kind for that audience, over, or signed with a key of nobody's */
  verify(token: string, expected: { kind: TokenKind; audience: string }, now: Date): Promise<Verified>;
}

/** Tells a key from others of the same service. */
const idOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64url')
    .slice(0, 16);

/**
 * @param own private keys of the services of this process; the first of a service signs
 * @param everybodys public keys, several of a service while it changes its own
 */
export const createKeyring = (own: readonly ServiceKey[], everybodys: readonly ServiceKey[]): Keyring => {
  const known = new Map(everybodys.map(({ service, key }) => [idOf(key), { service, key }]));
  const signing = own.map(({ service, key }) => ({ service, key, id: idOf(createPublicKey(key)) }));
  return {
    sign({ kind, issuer, audience, claims, lifetimeS }, now) {
      const signer = signing.find(({ service }) => service === issuer);
      if (signer === undefined) throw new Error(`this process has no key of ${issuer}`);
      const at = Math.floor(now.getTime() / 1_000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', typ: kind, kid: signer.id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(at)
        .setExpirationTime(at + lifetimeS)
        .sign(signer.key);
    },
    async verify(token, { kind, audience }, now) {
      let issuer: ServiceName | undefined;
      const { payload } = await jwtVerify(
        token,
        ({ kid = '' }) => {
          const found = known.get(kid);
          if (found === undefined) throw new Error('signed with a key of nobody');
          issuer = found.service;
          return found.key;
        },
        {
          ...{ algorithms: ['EdDSA'], typ: kind, audience, currentDate: now },
          ...{ clockTolerance: CLOCK_TOLERANCE_S, requiredClaims: ['iss', 'exp', 'iat'] },
        },
      );
      if (issuer === undefined || payload.iss !== issuer) throw new Error('signed with the key of another');
      return { issuer, claims: payload };
    },
  };
};

/** Keys for services that share one process, which nobody else ever sees. */
export const createOwnKeyring = (services: readonly ServiceName[]): Keyring => {
  const pairs = services.map((service) => ({ service, ...generateKeyPairSync('ed25519') }));
  return createKeyring(
    pairs.map(({ service, privateKey: key }) => ({ service, key })),
    pairs.map(({ service, publicKey: key }) => ({ service, key })),
  );
};
