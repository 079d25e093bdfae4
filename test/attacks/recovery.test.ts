import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { storePerson } from '../support/people/stored-person.ts';
import { createStranger, type Stranger } from '../support/people/stranger.ts';
import { startTelephones } from '../support/people/telephone.ts';
import { createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase, withDatabaseOf } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const telephones = await startTelephones();
const PASSWORD = 'tulipan mesa nube tren';
const OTHER = 'lampara rio queso monte';
const REASON = 'Vino con su cédula';

let phones = 0;
const newPhone = (): string => {
  phones += 1;
  return `+57310${String(5_000_000 + phones)}`;
};

inBothModes(
  'Whoever wants somebody’s account by its recovery',
  { env: { ...telephones.env, TRUST_PROXY: '1' } },
  (system) => {
    let cedula: string;
    let phone: string;
    let userId: string;
    let owner: Client;

    after(() => telephones.close());

    const from = (address: string): Client => createClient(system().origin, address);
    const browser = (): Stranger => createStranger(system().origin, { 'x-forwarded-for': '198.51.100.30' });
    const ask = (client: Client, whose = cedula) => client.post('/recovery', { cedula: whose });
    const confirm = (client: Client, code: string, password = PASSWORD, whose = cedula) =>
      client.post('/recovery/confirm', { cedula: whose, code, password });
    const logIn = async (password: string): Promise<number> =>
      (await from('198.51.100.40').login({ cedula, password })).status;
    const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');
    const asAdmin = async (): Promise<Visitor> => {
      const client = createClient(system().origin, '198.51.100.50');
      await client.login(admin);
      return createVisitor(system().origin, client.cookie());
    };
    const makeLink = async (): Promise<string> => {
      const page = await (await asAdmin()).submit(`/admin/usuarios/${userId}/recuperar/`, { reason: REASON });
      return /value="(http[^"]+llave=[^"]+)"/.exec(page.text)?.[1] ?? '';
    };

    beforeEach(async () => {
      cedula = newCedula();
      phone = newPhone();
      userId = await storePerson(system(), { cedula, phone, password: OTHER });
      owner = from('198.51.100.7');
      expect((await owner.login({ cedula, password: OTHER })).status).to.equal(200);
    });

    it('is told the same for a cédula that is known, one that nobody has and one that is suspended', async () => {
      const suspended = newCedula();
      await storePerson(system(), { cedula: suspended, phone: newPhone(), password: OTHER });
      await inDatabase(system(), 'update accounts.users set suspended_at = now() where cedula = $1', [
        suspended,
      ]);
      const told = async (whose: string, address: string) => {
        const client = from(address);
        const asked = await ask(client, whose);
        const answers = [asked];
        for (let tries = 0; tries < 6; tries += 1)
          answers.push(await confirm(client, '000000', PASSWORD, whose));
        return answers.map(({ status, body, headers }) => ({
          ...{ status, body },
          headers: [...headers.keys()].filter((name) => name !== 'retry-after'),
        }));
      };
      const known = await told(cedula, '203.0.113.9');
      expect(known.map(({ status }) => status)).to.deep.equal([202, 400, 400, 400, 400, 400, 429]);
      expect(await told(newCedula(), '203.0.114.9')).to.deep.equal(known);
      expect(await told(suspended, '203.0.115.9')).to.deep.equal(known);
    });

    it('is shown the same page for them', async () => {
      const page = async (whose: string) => {
        const stranger = browser();
        await stranger.get('/recuperar/');
        const { status, location } = await stranger.send('/recuperar/', { cedula: whose });
        const { text } = await stranger.get(location ?? '');
        return {
          status,
          location,
          text: text.replaceAll(whose, '…').replace(/name="_csrf" value="[^"]*"/g, ''),
        };
      };
      expect(await page(newCedula())).to.deep.equal(await page(cedula));
    });

    it('waits for nothing that depends on whose cédula it is: what is done for it is done afterwards', async () => {
      // The answer comes while the person, and with them everything that a code takes, is locked.
      await withDatabaseOf(system(), async (client) => {
        await client.query('begin');
        await client.query('lock table accounts.one_times, accounts.messages in access exclusive mode');
        expect((await ask(from('203.0.113.20'))).status).to.equal(202);
        await client.query('rollback');
      });
      await telephones.codeTo(phone);
    });

    it('does not guess a code from many addresses: five tries, and the right one comes too late', async () => {
      await ask(from('203.0.113.30'));
      const code = await telephones.codeTo(phone);
      for (let address = 1; address <= 5; address += 1)
        expect((await confirm(from(`10.1.${address}.9`), wrong(code))).status).to.equal(400);
      expect((await confirm(from('10.1.77.9'), code)).status).to.equal(400);
      expect(await logIn(OTHER)).to.equal(200);
    });

    it('does not guess many codes either: thirty tries a day, however many codes are asked for', async () => {
      for (let round = 0; round < 6; round += 1) {
        await inDatabase(
          system(),
          `update accounts.one_times set created_at = now() - interval '2 minutes' where user_id = $1`,
          [userId],
        );
        await ask(from('203.0.113.31'));
        const code = await eventually('the next code', () => {
          const texts = telephones.textsTo(phone);
          return texts.length > round && telephones.codeTo(phone, round);
        });
        for (let n = 0; n < 5; n += 1)
          expect((await confirm(from(`10.2.${round * 5 + n}.9`), wrong(code))).status).to.equal(400);
      }
      await inDatabase(
        system(),
        `update accounts.one_times set created_at = now() - interval '2 minutes' where user_id = $1`,
        [userId],
      );
      await ask(from('203.0.113.31'));
      const last = await eventually('the last code', () => {
        const texts = telephones.textsTo(phone);
        return texts.length > 6 && telephones.codeTo(phone, 6);
      });
      expect((await confirm(from('10.2.200.9'), last)).status).to.equal(400);
      // Whoever administers still lets the owner in.
      expect(await makeLink()).to.include('llave=');
    });

    it('does not win beside the owner: of two who send the code at once one does', async () => {
      await ask(from('203.0.113.32'));
      const code = await telephones.codeTo(phone);
      const passwords = [PASSWORD, 'ventana perro sal cielo'];
      const answers = await Promise.all(
        passwords.map((password, n) => confirm(from(`10.3.${n}.9`), code, password)),
      );
      expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([204, 400]);
      const ins = await Promise.all(passwords.map(logIn));
      expect(ins.toSorted()).to.deep.equal([200, 401]);
    });

    it('keeps no session, and the owner is told that the password changed', async () => {
      await ask(from('203.0.113.33'));
      expect((await confirm(from('203.0.113.33'), await telephones.codeTo(phone))).status).to.equal(204);
      expect((await owner.get('/me')).status).to.equal(401);
      await eventually('the owner is told', () => telephones.textsTo(phone).length > 1);
      expect(telephones.textsTo(phone)[1]).to.include('contraseña nueva');
    });

    it('does nothing with a link that was used, was copied from an address, or is too old', async () => {
      const link = await makeLink();
      const path = link.slice(system().origin.length);
      const first = browser();
      const moved = await first.get(path);
      expect([moved.status, moved.location]).to.deep.equal([303, '/recuperar/enlace/']);
      for (const { headers } of [moved, await first.get('/recuperar/enlace/')]) {
        expect(headers.get('referrer-policy')).to.equal('no-referrer');
        expect(headers.get('cache-control')).to.equal('no-store');
      }
      const shown = await first.get('/recuperar/enlace/');
      expect(shown.text).not.to.include(path.split('llave=')[1]);
      // A chat looks at it before its person does.
      for (let looks = 0; looks < 10; looks += 1) await browser().get(path);
      const passwords = { password1: PASSWORD, password2: PASSWORD };
      const used = await first.send('/recuperar/enlace/', passwords);
      expect(used.location).to.equal('/login/?aviso=contrasena-recuperada');
      expect(await logIn(PASSWORD)).to.equal(200);

      const second = browser();
      await second.get(path);
      expect((await second.get('/recuperar/enlace/')).status).to.equal(404);
      await second.get('/recuperar/');
      const again = await second.send('/recuperar/enlace/', { password1: OTHER, password2: OTHER });
      expect(again.status).to.equal(400);

      const late = browser();
      await late.get((await makeLink()).slice(system().origin.length));
      await late.get('/recuperar/enlace/');
      await inDatabase(system(), `update accounts.one_times set expires_at = now() where user_id = $1`, [
        userId,
      ]);
      expect((await late.send('/recuperar/enlace/', passwords)).status).to.equal(400);
    });

    it('finds neither codes nor links in a log or a table', async () => {
      await ask(from('203.0.113.34'));
      const code = await telephones.codeTo(phone);
      const token = (await makeLink()).split('llave=')[1] ?? '';
      const stranger = browser();
      await stranger.get(`/recuperar/enlace/?llave=${token}`);
      await stranger.get('/recuperar/enlace/');
      await confirm(from('203.0.113.34'), wrong(code));
      const logs = [...system().processes.values()].map((child) => child.output()).join('\n');
      expect(logs).not.to.include(token);
      expect(logs).not.to.include(cedula);
      const stored = await inDatabase(system(), 'select * from accounts.one_times where user_id = $1', [
        userId,
      ]);
      expect(stored).to.have.lengthOf(2);
      expect(JSON.stringify(stored)).not.to.include(token);
      expect(JSON.stringify(stored)).not.to.match(new RegExp(`"${code}"`));
    });

    it('is no ADMIN who recovers another: it takes a second one', async () => {
      await inDatabase(system(), `update accounts.users set role = 'ADMIN' where id = $1`, [userId]);
      const one = await asAdmin();
      const asked = await one.submit(`/admin/usuarios/${userId}/recuperar/`, { reason: REASON });
      expect(asked.outcome).to.match(/^302 .*aviso=recuperacion-espera$/);
      expect(
        await inDatabase(system(), 'select 1 from accounts.one_times where user_id = $1', [userId]),
      ).to.have.lengthOf(0);
      const [request] = await inDatabase<{ id: string }>(
        system(),
        'select id from accounts.recovery_requests where user_id = $1',
        [userId],
      );
      const decision = { decision: 'conceder', reason: REASON };
      const address = `/admin/recuperaciones/${request?.id}/`;
      expect((await one.submit(address, decision)).outcome, 'whoever asked').to.equal('403');
      const themselves = await createVisitor(system().origin, owner.cookie());
      expect((await themselves.submit(address, decision)).outcome, 'whose it is').to.equal('403');
      await inDatabase(system(), `update accounts.users set role = 'USER' where id = $1`, [userId]);
    });

    it('buries nobody in claims: the same waits once for an account, and none of a cédula that nobody has', async () => {
      const claim = (whose: string, n: number) => {
        const stranger = createStranger(system().origin, { 'x-forwarded-for': `10.4.${n}.9` });
        return stranger.get('/recuperar/reclamar/').then(() =>
          stranger.send('/recuperar/reclamar/', {
            ...{ cedula: whose, nombre_completo: 'Eva Falsa', phone: '3001112233' },
            ...{ contacto: 'De noche', pruebas: 'Nada, pero insisto' },
          }),
        );
      };
      const nobody = newCedula();
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => claim(n % 2 === 0 ? cedula : nobody, n)),
      );
      const texts = answers.map(({ status, text }) => [
        status,
        text.replace(/name="_csrf" value="[^"]*"/g, ''),
      ]);
      expect(new Set(texts.map((one) => JSON.stringify(one))).size, 'the same for both').to.equal(1);
      const open = await inDatabase(system(), 'select user_id from accounts.claims where user_id = $1', [
        userId,
      ]);
      expect(open).to.have.lengthOf(1);
    });
  },
  ['embedded'],
);

inBothModes(
  'Whoever floods the recovery',
  'narrow',
  (system) => {
    it('waits, by address and by network, and nobody else does', async () => {
      const ask = async (address: string) =>
        (await createClient(system().origin, address).post('/recovery', { cedula: newCedula() })).status;
      for (let n = 0; n < 5; n += 1) expect(await ask('203.0.113.9')).to.equal(202);
      expect(await ask('203.0.113.9')).to.equal(429);
      for (let n = 0; n < 3; n += 1) await ask(`203.0.113.${20 + n}`);
      expect(await ask('203.0.113.30'), 'the network').to.equal(429);
      expect(await ask('198.51.100.9')).to.equal(202);
    });

    it('waits with claims as well', async () => {
      const claim = async (address: string): Promise<number> => {
        const stranger = createStranger(system().origin, { 'x-forwarded-for': address });
        await stranger.get('/recuperar/reclamar/');
        return (await stranger.send('/recuperar/reclamar/', { cedula: newCedula() })).status;
      };
      expect([await claim('203.0.113.9'), await claim('203.0.113.9')]).to.deep.equal([400, 400]);
      expect(await claim('203.0.113.9')).to.equal(429);
      expect(await claim('198.51.100.9')).to.equal(400);
    });
  },
  ['embedded'],
);
