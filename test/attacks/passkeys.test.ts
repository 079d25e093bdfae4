import { expect } from 'chai';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createSoftPasskey, type SoftPasskey } from '../support/people/soft-passkey.ts';
import { createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';

/** Somebody has a password, and what a passkey signed somewhere, some time. */
inBothModes(
  'Whoever imitates a passkey',
  'attacked',
  (system) => {
    const password = 'tulipan mesa nube rio';
    let cedula: string;
    let key: SoftPasskey;
    let owner: Visitor;

    const challengeFrom = async (client: Client, path: string): Promise<string> =>
      (await client.post<{ challenge: string }>(path)).body.challenge;
    const enrol = async (visitor: Visitor, passkey: SoftPasskey): Promise<string> => {
      const { challenge } = JSON.parse((await visitor.send('/api/v1/me/passkeys/options')).text);
      const llave = JSON.stringify(passkey.made(system().origin, challenge));
      return (await visitor.submit('/perfil/seguridad/llave/', { llave, nombre: 'Mi celular' })).outcome;
    };

    beforeEach(async () => {
      cedula = newCedula();
      const client = createClient(system().origin);
      await client.register({ cedula, password });
      owner = await createVisitor(system().origin, client.cookie());
      key = createSoftPasskey();
      expect(await enrol(owner, key)).to.equal('200');
    });

    const enter = async (): Promise<Client> => {
      const client = createClient(system().origin);
      expect((await client.login({ cedula, password })).status).to.equal(202);
      return client;
    };
    const show = async (client: Client, passkey: object) =>
      (await client.post('/login/factor', { passkey })).status;
    const sign = async (client: Client, from = system().origin, count?: number) =>
      key.shown(from, await challengeFrom(client, '/login/passkey'), count);

    it('gets in with what the key signs for this login, and only so', async () => {
      const client = await enter();
      expect(await show(client, await sign(client))).to.equal(200);
      expect((await client.get('/me')).status).to.equal(200);
    });

    it('does not use what it signed for a page at another address', async () => {
      const thief = await enter();
      for (const elsewhere of ['https://censo-vivo.example', 'http://127.0.0.1:1', 'http://localhost'])
        expect(await show(thief, await sign(thief, elsewhere)), elsewhere).to.equal(400);
    });

    it('does not use a signature again, in the same login or another', async () => {
      const own = await enter();
      const signed = await sign(own);
      expect(await show(own, signed)).to.equal(200);
      const thief = await enter();
      await challengeFrom(thief, '/login/passkey');
      expect(await show(thief, signed)).to.equal(400);
    });

    it('does not use in one login what was signed for another that waits, or to enrol', async () => {
      const [own, thief] = [await enter(), await enter()];
      expect(await show(thief, await sign(own))).to.equal(400);
      const { challenge } = JSON.parse((await owner.send('/api/v1/me/passkeys/options')).text);
      expect(await show(thief, key.shown(system().origin, challenge))).to.equal(400);
    });

    it('does not use a copy of the key, whose counter stands behind', async () => {
      const own = await enter();
      expect(await show(own, await sign(own, system().origin, 9))).to.equal(200);
      const thief = await enter();
      expect(await show(thief, await sign(thief, system().origin, 9))).to.equal(400);
    });

    it('does not use a key that is not the person’s, nor enrol one that is another’s', async () => {
      const thief = await enter();
      const foreign = createSoftPasskey();
      const challenge = await challengeFrom(thief, '/login/passkey');
      expect(await show(thief, foreign.shown(system().origin, challenge))).to.equal(400);
      const other = createClient(system().origin);
      await other.register({ cedula: newCedula() });
      expect(await enrol(await createVisitor(system().origin, other.cookie()), key)).to.equal('400');
    });

    it('does not use what was asked for too long ago', async () => {
      const thief = await enter();
      const signed = await sign(thief);
      await inDatabase(system(), `update accounts.challenges set expires_at = now() - interval '1 second'`);
      expect(await show(thief, signed)).to.equal(400);
    });

    it('adds none to a session that was left open', async () => {
      await inDatabase(system(), `update accounts.sessions set proved_at = now() - interval '25 hours'`);
      expect((await owner.send('/api/v1/me/passkeys/options')).outcome).to.equal('403');
    });
  },
  ['embedded'],
);
