import { expect } from 'chai';
import { readUser } from '../../../services/accounts/administration/users.ts';
import { eraseUser } from '../../../services/accounts/erasure/erase-user.ts';
import { listReferrals, readReferral } from '../../../services/accounts/referrals/referrals.ts';
import { answerRequest, extendRequest, receiveRequest } from '../../../services/accounts/requests/answer.ts';
import {
  askToComplete,
  completeOwnRequest,
  receiveCompletion,
} from '../../../services/accounts/requests/complete.ts';
import { lapseRequests } from '../../../services/accounts/requests/lapse.ts';
import { askAboutData, listOwnRequests } from '../../../services/accounts/requests/own.ts';
import {
  countOpenRequests,
  listRequests,
  readRequest,
} from '../../../services/accounts/requests/register.ts';
import { UserEntity, type UserRow } from '../../../services/accounts/store/entities.ts';
import { type RequestKind, requestStates } from '../../../shared/contract/requests.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { ledger } from './support/ledger.ts';
import { messengerSettings } from './support/messenger.ts';
import { actorOf, createPerson, ip } from './support/people.ts';
import { anyText } from './support/policy.ts';

/** Ten in the morning in Colombia. */
const on = (day: string): Date => new Date(`${day}T15:00:00Z`);
/** A Thursday; 8 December is a holiday. */
const CAME = '2026-12-03';
/** The fifth working day after it. */
const LAST_TO_ASK = '2026-12-11';
/** Two months after that, the day itself included. */
const LAST_TO_COME = '2027-02-11';

describe('A reclamo that lacks something', () => {
  const database = useDatabase('accounts');
  const em = () => database.fork();
  let admin: UserRow;
  let person: UserRow;
  beforeEach(async () => {
    admin = await createPerson(em(), { role: 'ADMIN' });
    person = await createPerson(em(), { nombreCompleto: 'Ana Pregunta' });
  });

  const ask = (kind: RequestKind = 'reclamo', text = 'Mi nombre está mal.', day = CAME) =>
    askAboutData(em(), { actor: actorOf(person), request: { kind, topic: 'correccion', text }, ip }, on(day));
  const letter = (day = CAME) =>
    receiveRequest(
      em(),
      {
        actor: actorOf(admin),
        ip,
        request: {
          ...({
            kind: 'reclamo',
            topic: 'supresion',
            channel: 'carta',
            nombreCompleto: 'Berta Carta',
          } as const),
          ...{ cedula: '', contact: 'Tunja', text: 'Borren mis datos.', receivedOn: CAME },
        },
      },
      on(day),
    );
  const incomplete = (id: string, day = LAST_TO_ASK, by = admin) =>
    askToComplete(
      em(),
      messengerSettings,
      { actor: actorOf(by), id, missing: 'Falta decir cuál es el nombre.', ip },
      on(day),
    );
  const complete = (id: string, day: string, who = person, text = 'Es Rosa.') =>
    completeOwnRequest(em(), { actor: actorOf(who), id, text, ip }, on(day));
  const receive = (id: string, receivedOn: string, day = receivedOn, by = admin) =>
    receiveCompletion(
      em(),
      { actor: actorOf(by), id, completion: { text: 'Es Rosa.', receivedOn }, ip },
      on(day),
    );
  const answer = (id: string, day: string) =>
    answerRequest(
      em(),
      { actor: actorOf(admin), id, answer: { channel: 'portal', text: 'Ya quedó.' }, ip },
      on(day),
    );
  const extend = (id: string, day: string) =>
    extendRequest(em(), { actor: actorOf(admin), id, reason: 'Faltan archivos', ip }, on(day));
  const read = (id: string, day: string) => readRequest(em(), { actor: actorOf(admin), id, ip }, on(day));
  const stateOf = async (id: string, day: string) => (await read(id, day)).state;
  const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
  const trail = () =>
    database.query<{ action: string }>(`select action, actor_id, subject_ids from accounts.audit
      where action in ('request.incomplete', 'request.complete', 'request.lapse') order by id`);

  it('is asked for it within five working days, once, and a consulta never', async () => {
    const { id } = await ask();
    expect(await read(id, LAST_TO_ASK)).to.include({ askableUntil: LAST_TO_ASK });
    expect(await read(id, '2026-12-14')).to.include({ askableUntil: null });
    expect(await codeOf(incomplete(id, '2026-12-14'))).to.equal('not_to_complete');
    const { kept, refused } = await settle([incomplete(id), incomplete(id)]);
    expect(kept[0]).to.deep.include({
      state: 'incomplete',
      askableUntil: null,
      completion: {
        ...{
          missing: 'Falta decir cuál es el nombre.',
          askedOn: LAST_TO_ASK,
          until: LAST_TO_COME,
          given: null,
        },
      },
    });
    expect(refused[0]).to.have.property('code', 'not_to_complete');
    const consulta = await ask('consulta', '¿Qué guardan?');
    expect(await codeOf(incomplete(consulta.id, CAME))).to.equal('not_to_complete');
    const extended = await ask('reclamo', 'Otra cosa.');
    await extend(extended.id, CAME);
    expect(await codeOf(incomplete(extended.id))).to.equal('not_to_complete');
  });

  it('has no term while the person is waited for: it is never due, late, or extended, and alarms nobody', async () => {
    const { id, dueOn } = await ask();
    await incomplete(id);
    const late = '2027-02-01';
    expect(late > dueOn).to.equal(true);
    expect(await stateOf(id, late)).to.equal('incomplete');
    expect(await countOpenRequests(em(), on(late))).to.deep.equal({
      ...{ open: 0, soon: 0, late: 0, incomplete: 1 },
    });
    expect(await codeOf(extend(id, late))).to.equal('incomplete');
    const other = await ask('reclamo', 'Otra cosa.', late);
    const states = requestStates.map((state) => ({ state }));
    const listed = async (given: { state?: (typeof requestStates)[number] }) =>
      (await listRequests(em(), { actor: actorOf(admin), limit: 25, ip, ...given }, on(late))).items.map(
        (one) => one.id,
      );
    expect(await listed({}), 'what is due comes first').to.deep.equal([other.id, id]);
    for (const one of states)
      expect(await listed(one), one.state).to.deep.equal(
        one.state === 'incomplete' ? [id] : one.state === 'open' ? [other.id] : [],
      );
  });

  it('has its whole term from the day on which it is complete', async () => {
    const { id } = await ask();
    await incomplete(id);
    // Fifteen working days from the day after a Thursday: 11 January is a holiday.
    const done = await complete(id, '2026-12-24');
    expect(done).to.deep.include({ state: 'open', dueOn: '2027-01-19' });
    expect(done.completion?.given).to.deep.equal({ text: 'Es Rosa.', on: '2026-12-24' });
    expect(await complete(id, '2026-12-24'), 'the same form twice').to.deep.equal(done);
    expect(await codeOf(complete(id, '2026-12-24', person, 'Otra cosa.'))).to.equal('not_incomplete');
    expect(await stateOf(id, '2027-01-20')).to.equal('late');
    expect((await extend(id, '2027-01-19')).dueOn).to.equal('2027-01-29');
    expect((await answer(id, '2027-01-20')).state).to.equal('answered');
  });

  it('may be answered with what there is', async () => {
    const { id } = await ask();
    await incomplete(id);
    expect((await answer(id, '2026-12-14')).state).to.equal('answered');
    expect(await codeOf(complete(id, '2026-12-15'))).to.equal('already_answered');
  });

  it('counts as withdrawn after two months without an answer, which is written down once', async () => {
    const { id } = await ask();
    const { id: byLetter } = await letter();
    await incomplete(id);
    await incomplete(byLetter);
    expect(await lapseRequests(em(), on(LAST_TO_COME))).to.equal(0);
    expect(await stateOf(id, LAST_TO_COME)).to.equal('incomplete');
    const after = '2027-02-12';
    expect(await stateOf(id, after), 'also before it is written down').to.equal('lapsed');
    for (const work of [() => complete(id, after), () => answer(id, after), () => extend(id, after)])
      expect(await codeOf(work())).to.equal('lapsed');
    const rounds = await Promise.all([lapseRequests(em(), on(after)), lapseRequests(em(), on(after))]);
    expect(rounds.reduce((sum, some) => sum + some, 0)).to.equal(2);
    expect((await trail()).slice(2)).to.deep.equal([
      { action: 'request.lapse', actor_id: null, subject_ids: [person.id] },
      { action: 'request.lapse', actor_id: null, subject_ids: [] },
    ]);
    expect((await letter(after)).id, 'who insists asks anew').not.to.equal(byLetter);
    expect((await countOpenRequests(em(), on(after))).incomplete).to.equal(0);
    const [own] = await listOwnRequests(em(), { actor: actorOf(person) }, on(after));
    expect(own).to.include({ state: 'lapsed' }).and.not.have.key('askableUntil');
  });

  it('is completed by letter on the day on which that came, also when it is written down later', async () => {
    const { id } = await letter();
    expect(await codeOf(receive(id, CAME))).to.equal('not_incomplete');
    await incomplete(id);
    for (const [came, noted] of [
      ['2026-12-10', '2026-12-14'],
      ['2026-12-15', '2026-12-14'],
    ] as const)
      expect((await refusalOf(receive(id, came, noted))).fields).to.have.keys('receivedOn');
    expect(await codeOf(receive(id, '2027-02-12'))).to.equal('lapsed');
    await lapseRequests(em(), on('2027-02-12'));
    const done = await receive(id, LAST_TO_COME, '2027-02-12');
    // Fifteen working days after it, no holiday among them.
    expect(done).to.deep.include({ state: 'open', dueOn: '2027-03-04' });
    expect((await trail()).map(({ action }) => action)).to.deep.equal([
      ...['request.incomplete', 'request.lapse', 'request.complete'],
    ]);
  });

  it('tells their phone that it lacks something and where to read what, and never what', async () => {
    const { id, number } = await ask();
    await incomplete(id);
    await complete(id, '2026-12-14');
    const told = await database.query(`select user_id, kind, body from accounts.messages`);
    expect(told).to.deep.equal([
      {
        ...{ user_id: person.id, kind: 'request_incomplete' },
        body: `Censo Vivo: a su reclamo ${number} le falta algo. En el portal, en Mis datos, vea qué es y complételo antes del 11/02/2027.`,
      },
    ]);
  });

  it('marks the data as disputed while it is complete and not decided, to those who see the data', async () => {
    const leader = await createPerson(em(), { role: 'LEADER' });
    const mate = await createPerson(em(), { referrerId: leader.id });
    await em().nativeUpdate(UserEntity, { id: person.id }, { referrerId: leader.id });
    const marks = async (by = leader) => {
      const asked = {
        actor: actorOf(by),
        status: 'todos',
        q: '',
        sort: 'name',
        limit: 25,
        counts: false,
        ip,
      } as const;
      const { items } = await listReferrals(em(), anyText, asked, on(CAME));
      const one = await readReferral(em(), anyText, { actor: actorOf(by), userId: person.id, ip }, on(CAME));
      const { dispute } = await readUser(em(), { actor: actorOf(admin), userId: person.id, ip }, on(CAME));
      expect(items.find(({ id }) => id === mate.id))
        .to.be.an('object')
        .and.not.have.property('disputedSince');
      return [items.find(({ id }) => id === person.id)?.disputedSince, one.disputedSince, dispute?.since];
    };
    const unmarked = [undefined, undefined, undefined];
    await ask('consulta', '¿Qué guardan?');
    expect(await marks(), 'a consulta disputes nothing').to.deep.equal(unmarked);
    const { id } = await ask();
    expect(await marks()).to.deep.equal([CAME, CAME, CAME]);
    await incomplete(id);
    expect(await marks(), 'it lacks something').to.deep.equal(unmarked);
    await complete(id, '2026-12-14');
    expect(await marks()).to.deep.equal(['2026-12-14', '2026-12-14', '2026-12-14']);
    await em().nativeUpdate(UserEntity, { id: leader.id }, { role: 'USER' });
    const seen = (await marks(await em().findOneOrFail(UserEntity, { id: leader.id }))).slice(0, 2);
    expect(seen, 'whoever sees no numbers').to.deep.equal([undefined, undefined]);
    await answer(id, '2026-12-15');
    expect(await marks()).to.deep.equal(unmarked);
  });

  it('is nobody else’s to ask for, or to complete', async () => {
    const { id } = await ask();
    expect(await codeOf((async () => incomplete(id, CAME, person))())).to.equal('forbidden');
    expect(await codeOf((async () => receive(id, CAME, CAME, person))())).to.equal('forbidden');
    await incomplete(id);
    expect(await codeOf(complete(id, '2026-12-14', admin))).to.equal('not_found');
  });

  it('keeps nothing of an erased person once it counts as withdrawn', async () => {
    const { id } = await ask();
    await incomplete(id);
    await eraseUser(em(), person.id, { reason: 'own', by: null, ledger }, on('2026-12-14'));
    expect(await read(id, '2026-12-14')).to.include({ nombreCompleto: 'Ana Pregunta', state: 'incomplete' });
    await lapseRequests(em(), on('2027-02-12'));
    const left = await read(id, '2027-02-12');
    expect(left).to.include({ state: 'lapsed', nombreCompleto: '', cedula: '', contact: '', text: '' });
    expect(left.completion).to.include({ missing: '', given: null });
  });
});
