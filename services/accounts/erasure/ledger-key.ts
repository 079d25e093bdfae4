import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ErasedPerson, SealedErasure } from '../../../shared/contract/erasure.ts';

/** What the ledger of erasures is written with, and by which accounts knows again what it wrote itself. */
export interface LedgerKey {
  /** By which the ledger can be asked for a cédula. */
  cedulaHash(cedula: string): Buffer;
  /** All under which it may stand there: keys change. */
  cedulaHashes(cedula: string): Buffer[];
  /** That accounts itself erased this person at this moment. */
  seal(erased: ErasedPerson): string;
  isSealed(erased: SealedErasure): boolean;
}

const BYTES = 32;

const derive = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `censo ledger ${purpose}`, BYTES));

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** As it reads after any database: whole milliseconds. */
const content = ({ personHash, erasedAt }: ErasedPerson): string =>
  `${personHash} ${new Date(erasedAt).toISOString()}`;

/**
 * Made of `FACTOR_KEY`: accounts alone has it, it is in no database and in no copy of one, and a restored database finds it
 * as it was. A key of the database's own would leave with every dump, and go with every restore of an older one.
 *
 * @param keys the first writes, all are known again
 */
export const createLedgerKey = (keys: readonly [Buffer, ...Buffer[]]): LedgerKey => {
  const cedulas = keys.map((key) => derive(key, 'cedula'));
  const seals = keys.map((key) => derive(key, 'seal'));
  const sealBy = (key: Buffer, erased: ErasedPerson): Buffer => hmac(key, content(erased));
  const cedulaHashes = (cedula: string) => cedulas.map((key) => hmac(key, cedula));
  return {
    cedulaHash: (cedula) => hmac(derive(keys[0], 'cedula'), cedula),
    cedulaHashes,
    seal: (erased) => sealBy(derive(keys[0], 'seal'), erased).toString('hex'),
    isSealed({ seal, ...erased }) {
      const shown = Buffer.from(seal ?? '', 'hex');
      return shown.length === BYTES && seals.some((key) => timingSafeEqual(sealBy(key, erased), shown));
    },
  };
};
