import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright';
import type { ReferralPage, User } from '../../shared/contract/accounts.ts';
import type { BatchView } from '../../shared/contract/batches.ts';
import { eventually } from '../support/eventually.ts';
import { openPage } from '../support/pages/browser.ts';
import { adoptSession } from '../support/pages/pages.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const DECISIONS = '/mis-datos/autorizaciones/';
/** Takes the page's own second look away, so that only the stream can bring a change. */
const ONLY_STREAM = 'window.setInterval = () => 0';

inBothModes('What people allow', 'eager', (system) => {
  const contexts = new Set<BrowserContext>();
  let leader: Client;
  let ref: string;
  before(async () => {
    leader = createClient(system().origin);
    ref = (await leader.login(admin)).body.user.referralCode;
  });
  afterEach(async () => {
    system().simulator.setDelay(0);
    await leader.post('/admin/lookups/resume', {});
    await Promise.all([...contexts].map((context) => context.close()));
    contexts.clear();
  });

  const openAs = async (client: Client, options: Parameters<typeof openPage>[0] = {}): Promise<Page> => {
    const page = await openPage(options);
    contexts.add(page.context());
    await adoptSession(page, system().origin, client.cookie());
    return page;
  };

  interface Somebody {
    client: Client;
    user: User;
    cedula: string;
    visitor: Visitor;
  }
  const somebody = async (): Promise<Somebody> => {
    const client = createClient(system().origin);
    const cedula = newCedula('00');
    const { user } = (await client.register({ cedula, nombreCompleto: 'Inés Inventada', ref })).body;
    return { client, user, cedula, visitor: await createVisitor(system().origin, client.cookie()) };
  };
  const answered = async (): Promise<Somebody> => {
    const person = await somebody();
    await person.client.censusIn(['ACTIVE']);
    return person;
  };
  const withdraw = async ({ visitor }: Somebody, purpose: 'lookup' | 'sharing') =>
    expect((await visitor.submit(`${DECISIONS}retirar/`, { purpose })).outcome).to.match(/^302 /);
  /** The text that is in force. */
  const versionFor = async ({ client }: Somebody): Promise<string> =>
    (await client.get<{ version: string }>('/me/consents')).body.version;
  const give = async (person: Somebody, purpose: 'lookup' | 'sharing') => {
    const shown = { purpose, version: await versionFor(person) };
    expect((await person.visitor.submit(`${DECISIONS}dar/`, shown)).outcome).to.match(/^302 /);
  };

  /** Everything that the census keeps of somebody. */
  const keptOf = ({ user }: Somebody) =>
    inDatabase<{ status: string }>(
      system(),
      `select status from census.records where user_id = $1
         union all select coalesce(outcome, 'running') from census.attempts where user_id = $1`,
      [user.id],
    );
  const forgotten = (person: Somebody) =>
    eventually('the census keeps nothing', async () => (await keptOf(person)).length === 0);
  const leaders = async (path: string): Promise<string> =>
    (await (await createVisitor(system().origin, leader.cookie())).get(path)).text;
  const listed = async (cedula: string) =>
    (await leader.get<ReferralPage>(`/referrals?q=${cedula}`)).body.items.length;
  const summarized = async (): Promise<number> =>
    Number(/Encontrados<\/span> <strong>(\d+)/.exec(await leaders('/resumen/'))?.[1]);
  const total = async (page: Page) => Number(await page.locator('.tabs .count').first().innerText());
  const shownOfAll = async (): Promise<number> =>
    Number(/Todos\s+(\d+)/.exec((await leaders('/referidos/')).replace(/<[^>]*>/g, ' '))?.[1] ?? 0);

  it('is an account without a lookup and without being shown, until two clicks, also without JavaScript', async () => {
    const page = await openPage({ javaScriptEnabled: false });
    contexts.add(page.context());
    const cedula = newCedula('00');
    const before = await shownOfAll();
    await page.goto(`${system().origin}/register/?ref=${ref}`);
    await page.getByLabel('Cédula', { exact: true }).fill(cedula);
    await page.getByLabel('Nombre completo').fill('Inés Inventada');
    await page.getByLabel('Celular').fill('300 123 4567');
    await page.getByLabel('Contraseña', { exact: true }).fill('una-clave-larga');
    await page.getByLabel('Repita la contraseña').fill('una-clave-larga');
    await page.getByLabel(/Acepto la/).check();
    await page.getByRole('button', { name: 'Registrarme' }).click();
    await page.getByText('no ha autorizado la consulta').waitFor();
    expect(await listed(cedula)).to.equal(0);
    expect(await shownOfAll()).to.equal(before + 1);

    await page.goto(`${system().origin}${DECISIONS}`);
    for (const purpose of ['lookup', 'sharing']) {
      const card = page.locator(`#autorizacion-${purpose}`);
      await card.getByRole('button').click();
      await card.getByText('Autorizada', { exact: true }).waitFor();
    }
    await page.goto(system().origin);
    await eventually('the answer comes', async () => {
      await page.reload();
      return (await page.locator('main .badge').first().innerText()).includes('abilitad');
    });
    expect(await listed(cedula)).to.equal(1);
  });

  it('ends a lookup in its middle: what it finds is refused, and nothing of it is kept', async () => {
    const release = system().simulator.hold();
    const person = await somebody();
    await person.client.censusIn(['PROCESSING']);
    await withdraw(person, 'lookup');

    await forgotten(person);
    expect((await person.client.get('/me/census')).status).to.equal(404);
    release();
    // Whoever comes after has an answer, so the lookup that was under way has ended.
    await answered();
    expect(await keptOf(person)).to.deep.equal([]);
  });

  it('looks up nobody who withdrew while they waited, and whoever gives it again at once', async () => {
    expect((await leader.post('/admin/lookups/pause', { reason: 'Prueba' })).status).to.equal(204);
    const person = await somebody();
    await eventually('they wait', async () => (await keptOf(person)).length === 1);
    await withdraw(person, 'lookup');
    await forgotten(person);
    await leader.post('/admin/lookups/resume', {});
    await answered();
    expect(await keptOf(person)).to.deep.equal([]);

    await give(person, 'lookup');
    await person.client.censusIn(['ACTIVE']);
  });

  it('passes over in a batch whoever withdrew the lookup, or the sharing with who began it', async () => {
    const [one, two, three] = [await answered(), await answered(), await answered()];
    expect((await leader.post('/admin/lookups/pause', { reason: 'Prueba' })).status).to.equal(204);
    const ids = [one, two, three].map(({ user }) => user.id);
    const begun = await leader.post<{ queued: number }>('/referrals/refresh', { ids });
    expect(begun.body.queued).to.equal(3);
    await withdraw(one, 'lookup');
    await withdraw(two, 'sharing');
    await forgotten(one);
    await eventually('the census knows nobody who invited the second', async () => {
      const rows = await inDatabase(
        system(),
        'select 1 from census.records where user_id = $1 and referrer_id is null',
        [two.user.id],
      );
      return rows.length === 1;
    });
    await leader.post('/admin/lookups/resume', {});

    const batch = await eventually('an end of the batch', async () => {
      const { body } = await leader.get<{ batch: BatchView | null }>('/batches/current');
      return body.batch?.finishedAt != null ? body.batch : null;
    });
    expect(batch).to.deep.include({ total: 3, skipped: 2, failed: 0, waiting: 0 });
    expect(await keptOf(one)).to.deep.equal([]);
    expect((await two.client.census())?.status).to.equal('ACTIVE');
  });

  it('takes a person from everything that a leader sees; an open page follows, and the number stays', async () => {
    const person = await answered();
    const [list, detail] = [await openAs(leader), await openAs(leader)];
    for (const page of [list, detail]) await page.addInitScript(ONLY_STREAM);
    await list.goto(`${system().origin}/referidos/`);
    await detail.goto(`${system().origin}/referido/${person.user.id}/`);
    const row = list.locator(`[data-person="${person.user.id}"]`);
    await row.waitFor();
    const [before, inSummary] = [await total(list), await summarized()];

    await withdraw(person, 'sharing');
    await row.waitFor({ state: 'detached' });
    await list
      .getByText(/no compartir sus datos|no aparecen? en la lista/)
      .first()
      .waitFor();
    await detail.getByText('No encontramos').first().waitFor();
    expect(await total(list)).to.equal(before);
    expect(await listed(person.cedula)).to.equal(0);
    expect((await leader.post(`/referrals/${person.user.id}/refresh`)).status).to.equal(403);
    const visitor = await createVisitor(system().origin, leader.cookie());
    expect((await visitor.get('/referidos/exportar.csv')).text).not.to.include(person.cedula);
    await eventually('the summary counts one less', async () => (await summarized()) === inSummary - 1);
    // The person themselves sees it as before.
    expect((await person.client.census())?.status).to.equal('ACTIVE');

    await give(person, 'sharing');
    await row.waitFor();
    await eventually('the summary counts them again', async () => (await summarized()) === inSummary);
  });

  it('is withdrawn as a whole, the account stays, and programs do the same by the API', async () => {
    const person = await answered();
    expect((await person.visitor.submit(`${DECISIONS}retirar-todo/`, { todo: 'on' })).outcome).to.match(
      /^302 /,
    );
    await forgotten(person);
    expect(await listed(person.cedula)).to.equal(0);
    expect((await person.client.get('/me')).status).to.equal(200);

    const cards = (await person.visitor.get(DECISIONS)).text;
    expect(cards).to.include('No aceptada').and.include('Aceptar la política y autorizar');

    const given = await person.client.post<{ standing: object }>('/me/consents', {
      ...{ purposes: ['lookup', 'sharing'], version: await versionFor(person) },
    });
    expect(given.body.standing).to.have.keys('policy', 'lookup', 'sharing');
    await person.client.censusIn(['ACTIVE']);
    expect(await listed(person.cedula)).to.equal(1);
    const outdated = await person.client.post<{ code: string }>('/me/consents', {
      ...{ purposes: ['lookup'], version: '2020-01-01' },
    });
    expect([outdated.status, JSON.stringify(outdated.body)]).to.satisfy(
      ([status, text]: [number, string]) => status === 409 && text.includes('policy_changed'),
    );
  });

  it('is withdrawn by the API one by one, and with the policy as a whole', async () => {
    const person = await somebody();
    const left = async (named: string[]) => {
      const { status, body } = await person.client.post<{ standing: Record<string, string | null> }>(
        '/me/consents/withdraw',
        { purposes: named },
      );
      return [status, Object.entries(body.standing).flatMap(([name, since]) => (since ? [name] : []))];
    };
    expect(await left(['lookup'])).to.deep.equal([200, ['policy', 'sharing']]);
    expect(await left(['sharing'])).to.deep.equal([200, ['policy']]);
    expect(await left(['policy'])).to.deep.equal([200, []]);
  });

  it('is given on no text that was not shown', async () => {
    const person = await somebody();
    await withdraw(person, 'sharing');
    for (const version of [undefined, '', 'ayer'])
      expect((await person.client.post('/me/consents', { purposes: ['sharing'], version })).status).to.equal(
        400,
      );
    expect((await person.visitor.submit(`${DECISIONS}dar/`, { purpose: 'sharing' })).outcome).to.equal('400');
    const { body } = await person.client.get<{ standing: { sharing: string | null } }>('/me/consents');
    expect(body.standing.sharing).to.equal(null);
  });

  it('is decided at the registration of a program too, whose silence is none', async () => {
    const only = async (fields: object): Promise<[boolean, boolean]> => {
      const client = createClient(system().origin);
      await client.register({ cedula: newCedula('00'), ref, ...fields });
      const { standing } = (await client.get<{ standing: Record<string, string | null> }>('/me/consents'))
        .body;
      return [standing.lookup !== null, standing.sharing !== null];
    };
    expect(await only({})).to.deep.equal([true, true]);
    expect(await only({ lookup: undefined, sharing: undefined })).to.deep.equal([false, false]);
    expect(await only({ lookup: false })).to.deep.equal([false, true]);
    expect(await only({ sharing: false })).to.deep.equal([true, false]);
    expect(await only({ lookup: false, sharing: false })).to.deep.equal([false, false]);
  });
});
