import { expect } from 'chai';
import { eraseUser } from '../../../services/accounts/erasure/erase-user.ts';
import { answerRequest, extendRequest, receiveRequest } from '../../../services/accounts/requests/answer.ts';
import { askAboutData, listOwnRequests } from '../../../services/accounts/requests/own.ts';
import {
  countOpenRequests,
  exportRequests,
  listRequests,
  readRequest,
} from '../../../services/accounts/requests/register.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { type Role, roles } from '../../../shared/contract/accounts.ts';
import type { RequestState } from '../../../shared/contract/requests.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { ledger } from './support/ledger.ts';
import { actorOf, createPerson, ip } from './support/people.ts';

/** Thursday, 26 November 2026, ten in the morning in Colombia. */
const NOW = new Date('2026-11-26T15:00:00Z');
const on = (day: string): Date => new Date(`${day}T15:00:00Z`);
const LETTER = {
  ...({ kind: 'reclamo', topic: 'supresion', channel: 'carta' } as const),
  nombreCompleto: 'Berta Carta',
  ...{ cedula: '', contact: 'Calle 1 # 2-3, Tunja', text: 'Borren mis datos.', receivedOn: '2026-11-26' },
};

describe('The register of requests about data', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  let person: UserRow;
  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN', nombreCompleto: 'Olga Oculta' });
    person = await createPerson(database.fork(), { nombreCompleto: 'Ana Pregunta' });
  });

  const em = () => database.fork();
  const ask = (text = '¿Qué guardan de mí?', who = person, now = NOW) =>
    askAboutData(em(), { actor: actorOf(who), request: { kind: 'consulta', topic: 'datos', text }, ip }, now);
  const receive = (given: Partial<typeof LETTER> = {}, now = NOW, by = admin) =>
    receiveRequest(em(), { actor: actorOf(by), request: { ...LETTER, ...given }, ip }, now);
  const answer = (id: string, now = NOW, by = admin) =>
    answerRequest(
      em(),
      { actor: actorOf(by), id, answer: { channel: 'correo', text: 'Se los enviamos.' }, ip },
      now,
    );
  const extend = (id: string, now = NOW, by = admin) =>
    extendRequest(em(), { actor: actorOf(by), id, reason: 'Faltan archivos', ip }, now);
  const list = (state?: RequestState, now = NOW, cursor?: string, limit = 25) =>
    listRequests(em(), { actor: actorOf(admin), state, cursor, limit, ip }, now);
  const own = (who = person) => listOwnRequests(em(), { actor: actorOf(who) }, NOW);
  const trail = () => database.query('select action, subject_ids, detail from accounts.trail order by id');

  it('has what a person asks in the portal, with the day of its answer, and shows it to them', async () => {
    const made = await ask();
    expect(made).to.deep.include({
      ...{ kind: 'consulta', channel: 'portal', receivedOn: '2026-11-26', dueOn: '2026-12-10' },
      ...{ state: 'open', answer: null, extension: null },
    });
    expect(await own()).to.deep.equal([made]);
    expect((await list()).items[0]).to.deep.include({
      ...{ userId: person.id, nombreCompleto: 'Ana Pregunta', cedula: person.cedula, contact: person.phone },
    });
    expect((await trail())[0]).to.deep.include({ action: 'request.open', subject_ids: [person.id] });
  });

  it('takes the same form twice for one, and no more than five that wait', async () => {
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(two.id).to.equal(one.id);
    const { kept, refused } = await settle([2, 3, 4, 5, 6, 7].map((number) => ask(`Pregunta ${number}`)));
    expect([kept.length, refused.length]).to.deep.equal([4, 2]);
    expect(refused[0]).to.have.property('code', 'too_many_requests_open');
  });

  it('counts the day in Colombia, also late in its evening', async () => {
    expect(await ask('Tarde', person, new Date('2026-11-27T04:59:00Z'))).to.include({
      receivedOn: '2026-11-26',
    });
  });

  it('has what came by letter, from whoever it was, and finds their account by the cédula', async () => {
    expect(await receive()).to.include({ nombreCompleto: 'Berta Carta', dueOn: '2026-12-18', userId: null });
    const known = await receive({ cedula: person.cedula, receivedOn: '2026-11-20' });
    expect(known).to.include({ userId: person.id, nombreCompleto: 'Berta Carta', dueOn: '2026-12-14' });
    expect(await own(), 'who has the account may not be who wrote').to.deep.equal([]);
    await ask();
    expect(Object.keys((await own())[0] ?? {})).not.to.include.members(['contact', 'cedula', 'userId']);
  });

  it('takes the same letter that is noted twice for one while it is open', async () => {
    const [one, two] = await Promise.all([receive(), receive()]);
    expect(two.id).to.equal(one.id);
    expect((await receive({ text: 'Otra cosa.' })).id).not.to.equal(one.id);
    await answer(one.id);
    expect((await receive()).id).not.to.equal(one.id);
  });

  it('takes no day that is to come, nor one of years ago', async () => {
    for (const receivedOn of ['2026-11-27', '2024-01-01'])
      expect((await refusalOf(receive({ receivedOn }))).fields, receivedOn).to.have.keys('receivedOn');
  });

  it('is answered once, with how and by whom; the person is told how, not by whom', async () => {
    const { id } = await ask();
    const { kept, refused } = await settle([answer(id), answer(id)]);
    expect(kept[0]?.answer).to.deep.include({
      channel: 'correo',
      text: 'Se los enviamos.',
      by: 'Olga Oculta',
    });
    expect(refused[0]).to.have.property('code', 'already_answered');
    expect((await own())[0]?.answer).to.deep.include({ text: 'Se los enviamos.', by: null });
    expect((await own())[0]?.state).to.equal('answered');
  });

  it('is extended once, before its day is over, by what the law gives', async () => {
    const { id } = await ask();
    expect(await extend(id, on('2026-12-10'))).to.include({
      dueOn: '2026-12-17',
      extension: 'Faltan archivos',
    });
    expect((await refusalOf(extend(id, on('2026-12-11')))).code).to.equal('already_extended');
    const letter = await receive();
    expect((await refusalOf(extend(letter.id, on('2026-12-19')))).code).to.equal('too_late');
    await answer(letter.id);
    expect((await refusalOf(extend(letter.id))).code).to.equal('already_answered');
  });

  it('says of each how soon it is due, lists the most urgent first, and counts them for the alert', async () => {
    const consulta = await ask();
    const letter = await receive({ receivedOn: '2026-10-01' });
    const done = await receive({ text: 'Ya respondida.' });
    await answer(done.id);
    const states = async (day: string) =>
      (await list(undefined, on(day))).items.map(({ id, state }) => [id, state]);
    expect(await states('2026-11-26')).to.deep.equal([
      [letter.id, 'late'],
      [consulta.id, 'open'],
      [done.id, 'answered'],
    ]);
    // Three working days before the 10th, which a holiday and a weekend make the 4th.
    expect((await states('2026-12-03'))[1]).to.deep.equal([consulta.id, 'open']);
    expect((await states('2026-12-04'))[1]).to.deep.equal([consulta.id, 'soon']);
    expect((await states('2026-12-10'))[1]).to.deep.equal([consulta.id, 'soon']);
    expect((await states('2026-12-11'))[1]).to.deep.equal([consulta.id, 'late']);
    expect(await countOpenRequests(em(), NOW)).to.deep.equal({ open: 1, soon: 0, late: 1, incomplete: 0 });
    expect(await countOpenRequests(em(), on('2026-12-09'))).to.deep.equal({
      ...{ open: 0, soon: 1, late: 1, incomplete: 0 },
    });
    for (const state of ['late', 'open', 'answered'] as const)
      expect((await list(state)).items.map((one) => one.state)).to.deep.equal([state]);
  });

  it('goes page by page, in the list and as it is taken away', async () => {
    for (let number = 1; number <= 5; number += 1) await receive({ text: `Carta ${number}` });
    for (const read of [
      (cursor?: string) => list(undefined, NOW, cursor, 2),
      (cursor?: string) => exportRequests(em(), { actor: actorOf(admin), cursor, limit: 2, ip }, NOW),
    ]) {
      const texts: string[] = [];
      let cursor: string | undefined;
      do {
        const { items, next } = await read(cursor);
        texts.push(...items.map(({ text }) => text));
        cursor = next ?? undefined;
      } while (cursor !== undefined);
      expect(texts.toSorted()).to.deep.equal([1, 2, 3, 4, 5].map((number) => `Carta ${number}`));
    }
  });

  for (const role of roles.filter((one): one is Exclude<Role, 'ADMIN'> => one !== 'ADMIN'))
    it(`is closed to a ${role}, to whom also their own is only what is theirs`, async () => {
      const by = await createPerson(database.fork(), { role });
      const { id } = await ask();
      const tries: (() => Promise<unknown>)[] = [
        () => listRequests(em(), { actor: actorOf(by), limit: 25, ip }, NOW),
        () => readRequest(em(), { actor: actorOf(by), id, ip }, NOW),
        () => exportRequests(em(), { actor: actorOf(by), limit: 25, ip }, NOW),
        () => receive({}, NOW, by),
        () => answer(id, NOW, by),
        () => extend(id, NOW, by),
      ];
      for (const work of tries) expect((await refusalOf((async () => work())())).code).to.equal('forbidden');
      expect(await own(by)).to.deep.equal([]);
    });

  it('loses whoever answered without losing the answer', async () => {
    const { id } = await ask();
    await answer(id);
    await database.query('delete from accounts.users where id = $1', [admin.id]);
    expect(await database.query('select answer, answered_by from accounts.requests')).to.deep.equal([
      { answer: 'Se los enviamos.', answered_by: null },
    ]);
  });

  it('keeps what an erased person asked: answered, as a number with its dates; open, until it is answered', async () => {
    const done = await ask('¿Qué guardan?');
    await answer(done.id);
    const open = await ask('Borren todo.');
    const letter = await receive({ cedula: person.cedula });
    await eraseUser(em(), person.id, { reason: 'own', by: null, ledger }, NOW);

    const read = (id: string) => readRequest(em(), { actor: actorOf(admin), id, ip }, NOW);
    const empty = { userId: null, nombreCompleto: '', cedula: '', contact: '', text: '' };
    const { number, dueOn } = done;
    expect(await read(done.id)).to.deep.include({ ...empty, number, dueOn });
    expect((await read(done.id)).answer).to.include({ text: '', by: 'Olga Oculta' });
    expect(await read(open.id)).to.include({
      ...{ userId: null, text: 'Borren todo.', state: 'open' },
      ...{ nombreCompleto: 'Ana Pregunta', cedula: person.cedula, contact: person.phone },
    });
    expect(await read(letter.id)).to.include({ nombreCompleto: 'Berta Carta', contact: LETTER.contact });
    for (const { id } of [open, letter]) {
      await answer(id);
      expect(await read(id)).to.deep.include(empty);
      expect((await read(id)).answer).to.include({ text: '', by: 'Olga Oculta' });
    }
  });

  it('forgets letters without a cédula that are theirs by telephone or by a name that nobody else has', async () => {
    const namesake = await createPerson(database.fork(), {
      nombreCompleto: 'Otra Ana',
      phone: '+573001110000',
    });
    for (const given of [
      { nombreCompleto: 'ana pregunta', contact: 'Tunja' },
      { nombreCompleto: 'La vecina', contact: 'Cel. 300 999-8877' },
      { nombreCompleto: 'Otra Ana', contact: 'Tunja' },
    ]) {
      const { id } = await receive({ ...given, text: `De ${given.nombreCompleto}` });
      await answer(id);
    }
    await eraseUser(em(), person.id, { reason: 'own', by: null, ledger }, NOW);
    const names = async () =>
      (await list()).items.map(({ nombreCompleto, text }) => [nombreCompleto, text]).toSorted();
    expect(await names()).to.deep.equal([
      ['', ''],
      ['', ''],
      ['Otra Ana', 'De Otra Ana'],
    ]);
    const other = await createPerson(database.fork(), { nombreCompleto: 'Otra Ana', phone: '+573001110001' });
    await eraseUser(em(), namesake.id, { reason: 'own', by: null, ledger }, NOW);
    expect((await names())[2], 'whose it is nobody knows').to.deep.equal(['Otra Ana', 'De Otra Ana']);
    await eraseUser(em(), other.id, { reason: 'own', by: null, ledger }, NOW);
    expect((await names())[2]).to.deep.equal(['', '']);
  });

  it('is written down when it is read, answered and taken away, with whom it was about', async () => {
    const { id, number } = await ask();
    await list();
    await answer(id);
    await exportRequests(em(), { actor: actorOf(admin), limit: 25, ip }, NOW);
    expect(await trail()).to.deep.equal([
      { action: 'request.open', subject_ids: [person.id], detail: 'consulta' },
      { action: 'request.answer', subject_ids: [person.id], detail: `Solicitud ${number}` },
      { action: 'requests.export', subject_ids: [admin.id, person.id], detail: '' },
      // A look is told of last while it is open.
      { action: 'requests.read', subject_ids: [person.id], detail: '' },
    ]);
  });
});
