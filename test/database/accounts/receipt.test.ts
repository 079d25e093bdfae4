import { expect } from 'chai';
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { withdrawConsent } from '../../../services/accounts/consent/decisions.ts';
import {
  makeReceipt,
  type ReceiptKey,
  readReceiptKey,
  verifyReceipt,
} from '../../../services/accounts/consent/receipt.ts';
import type { Receipt } from '../../../shared/contract/consent.ts';
import { maskCedula } from '../../../shared/person/cedula.ts';
import { seeded } from '../../support/random.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { consent, createPerson } from './support/people.ts';

const responsible = { name: 'Corporación Inventada', nit: '900.000.000-1' };

describe('A receipt', () => {
  const database = useDatabase('accounts');
  let key: ReceiptKey;
  let receipt: Receipt;
  let cedula: string;
  beforeEach(async () => {
    key = await readReceiptKey(database.fork());
    const person = await createPerson(database.fork(), { consent });
    cedula = person.cedula;
    await database.fork().transactional((tx) => withdrawConsent(tx, person.id, ['sharing'], at(60)));
    receipt = await makeReceipt(database.fork(), key, responsible, person.id, at(100));
  });

  it('says what was decided, on which text, when, by which way, and from where without saying it', () => {
    const decision = {
      ...{ version: consent.text.version, hash: consent.text.hash, channel: 'web', address: '192.0.x.x' },
      ...{ givenAt: at(0).toISOString(), withdrawnAt: null, outdated: false },
    };
    expect(receipt.decisions).to.have.deep.members([
      { ...decision, purpose: 'policy' },
      { ...decision, purpose: 'lookup' },
      { ...decision, purpose: 'sharing', withdrawnAt: at(60).toISOString() },
    ]);
    expect(receipt.cedula).to.equal(maskCedula(cedula));
    expect(JSON.stringify(receipt)).not.to.include(cedula).and.not.include(consent.ip);
  });

  it('can be checked by anybody with its own key, without the portal', async () => {
    const keys = createLocalJWKSet({ keys: [{ ...receipt.key, alg: 'EdDSA' }] });
    const { payload } = await jwtVerify(receipt.jws, keys);
    expect(payload).to.deep.include({ responsible, cedula: receipt.cedula, decisions: receipt.decisions });
  });

  it('is known by its code and by itself, also after a restart, and as of its day', async () => {
    const again = await readReceiptKey(database.fork());
    for (const code of [receipt.code, receipt.jws, ` ${receipt.code.replace('.', '.\n')} `])
      expect(await verifyReceipt(again, code)).to.deep.equal({ issuedAt: at(100).toISOString() });
  });

  it('is none when any sign of it was changed', async () => {
    const random = seeded(15);
    const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (const token of [receipt.code, receipt.jws])
      for (let n = 0; n < 200; n += 1) {
        // The last sign has bits that say nothing.
        const place = random.below(token.length - 1);
        const sign = random.pick([...signs]);
        if (sign === token[place]) continue;
        const damaged = `${token.slice(0, place)}${sign}${token.slice(place + 1)}`;
        expect(await verifyReceipt(key, damaged), `${place} ${sign}`).to.equal(null);
      }
  });

  it('is none when it was made by somebody else, or for something else', async () => {
    const seed = Buffer.from('302e020100300506032b657004220420', 'hex');
    const { createPrivateKey } = await import('node:crypto');
    const forger = createPrivateKey({
      key: Buffer.concat([seed, Buffer.alloc(32, 7)]),
      ...{ format: 'der' as const, type: 'pkcs8' as const },
    });
    const made = (signer: typeof forger, typ: string) =>
      new SignJWT({ h: 'x' }).setProtectedHeader({ alg: 'EdDSA', typ }).setIssuedAt(1).sign(signer);
    const [header = '', body = ''] = receipt.code.split('.');
    const none = Buffer.from('{"alg":"none","typ":"constancia-corta"}').toString('base64url');
    const hmac = await new SignJWT({ h: 'x' })
      .setProtectedHeader({ alg: 'HS256', typ: 'constancia-corta' })
      .setIssuedAt(1)
      .sign(key.publicKey.export({ format: 'der', type: 'spki' }));
    for (const forged of [
      await made(forger, 'constancia-corta'),
      await made(forger, 'constancia'),
      await made(key.privateKey, 'passport'),
      ...[hmac, `${none}.${body}.`, `${header}.${body}.`, `${header}.${body}`, '', '..', 'a.b.c', '{}'],
    ])
      expect(await verifyReceipt(key, forged), forged).to.equal(null);
  });
});
