import { expect } from 'chai';
import { correctCedula } from '../../../services/accounts/administration/correct-person.ts';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { type Role, roles } from '../../../shared/contract/accounts.ts';
import { refusalOf, settle } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { messengerSettings } from './support/messenger.ts';
import { actorOf, consent, createPerson, ip } from './support/people.ts';

const NOW = at(1_000);
const RIGHT = '1098765432';

describe('A correction of a cédula', () => {
  const database = useDatabase('accounts');
  let admin: UserRow;
  let person: UserRow;

  beforeEach(async () => {
    admin = await createPerson(database.fork(), { role: 'ADMIN' });
    person = await createPerson(database.fork(), { consent });
  });

  const correct = (cedula = RIGHT, userId = person.id, by: Pick<UserRow, 'id' | 'role'> = admin) =>
    correctCedula(
      database.fork(),
      messengerSettings,
      { actor: actorOf(by), userId, cedula, reason: 'Mal escrita', ip },
      NOW,
    );
  const cedulaOf = async (id: string) =>
    (await database.query<{ cedula: string }>('select cedula from accounts.users where id = $1', [id]))[0]
      ?.cedula;

  it('is announced with the new number, and written down with who, when and why, without either number', async () => {
    await correct();

    expect(await cedulaOf(person.id)).to.equal(RIGHT);
    const payload = { userId: person.id, cedula: RIGHT, referrerId: null, correctedAt: NOW.toISOString() };
    expect(
      await database.query(`select payload from accounts.outbox where name = 'user.corrected'`),
    ).to.deep.equal([{ payload }]);
    expect(
      await database.query(
        `select actor_id, subject_ids, detail from accounts.audit where action = 'user.cedula'`,
      ),
    ).to.deep.equal([{ actor_id: admin.id, subject_ids: [person.id], detail: 'Mal escrita' }]);
  });

  const lookups = async () => {
    const rows = await database.query<{ outdated: boolean; ended: boolean }>(
      `select outdated, withdrawn_at is not null as ended from accounts.consents
       where user_id = $1 and purpose = 'lookup'`,
      [person.id],
    );
    return rows;
  };

  it('lets nobody be looked up by a number that they did not ask for, before they say so, and tells them', async () => {
    await correct();

    expect(await lookups()).to.deep.equal([{ outdated: true, ended: true }]);
    const told = await database.query<{ payload: object }>(
      `select payload from accounts.outbox where name = 'user.consent_changed'`,
    );
    expect(told[0]?.payload).to.deep.include({ lookup: false, sharing: true, asking: true });
    expect(await database.query('select kind, phone from accounts.messages')).to.deep.equal([
      { kind: 'cedula_changed', phone: person.phone },
    ]);
  });

  it('leaves the lookup to who asks for the correction, and not to whose request was answered', async () => {
    await database.query(
      `insert into accounts.requests (id, kind, topic, channel, user_id, nombre_completo, cedula, contact, text,
         received_on, due_on, created_at)
       values (gen_random_uuid(), 'reclamo', 'correccion', 'portal', $1, '', '', '', 'Está mal', $2::date, $2::date, $2::timestamptz)`,
      [person.id, NOW],
    );
    await correct();
    expect(await lookups()).to.deep.equal([{ outdated: false, ended: false }]);
  });

  it('takes the old number’s answer out of the lists with the commit, and what was guessed of it', async () => {
    const old = person.cedula;
    await copyStatuses(database.fork(), [{ userId: person.id, status: 'ACTIVE', version: 3 }]);
    await database.query(`insert into accounts.guesses values ($1, 'x', 3, now(), null)`, [old]);
    await correct();

    expect(
      await database.query('select census_status, census_version from accounts.users where id = $1', [
        person.id,
      ]),
    ).to.deep.equal([{ census_status: null, census_version: 3 }]);
    expect(await database.query('select 1 from accounts.guesses')).to.deep.equal([]);
  });

  it('cannot take somebody else’s, whoever asks, and two at once cannot have the same', async () => {
    const other = await createPerson(database.fork());
    expect(await refusalOf(correct(other.cedula))).to.deep.include({
      ...{ code: 'cedula_taken', status: 409 },
      fields: { cedula: 'Esa cédula ya tiene otra cuenta: no se puede usar en esta.' },
    });
    expect(await cedulaOf(other.id)).to.equal(other.cedula);
    expect(await cedulaOf(person.id)).to.equal(person.cedula);

    const { kept, refused } = await settle([correct(RIGHT, person.id), correct(RIGHT, other.id)]);
    expect(kept).to.have.lengthOf(1);
    expect(refused[0]).to.have.property('code', 'cedula_taken');
    expect(await database.query('select 1 from accounts.users where cedula = $1', [RIGHT])).to.have.lengthOf(
      1,
    );
  });

  for (const role of roles.filter((one): one is Exclude<Role, 'ADMIN'> => one !== 'ADMIN'))
    it(`is refused to a ${role}, of others and of themselves`, async () => {
      const by = await createPerson(database.fork(), { role });
      expect((await refusalOf(correct(RIGHT, person.id, by))).code).to.equal('forbidden');
      expect((await refusalOf(correct(RIGHT, by.id, by))).code).to.equal('forbidden');
      expect(await cedulaOf(person.id)).to.equal(person.cedula);
    });

  it('is no ADMIN’s own, nor one’s who is an ADMIN no more', async () => {
    expect((await refusalOf(correct(RIGHT, admin.id))).code).to.equal('own_cedula');
    await database.query(`update accounts.users set role = 'USER' where id = $1`, [admin.id]);
    expect((await refusalOf(correct())).code).to.equal('forbidden');
  });

  it('says so when it is the same, and when there is nobody', async () => {
    expect((await refusalOf(correct(person.cedula))).code).to.equal('same_cedula');
    expect((await refusalOf(correct(RIGHT, crypto.randomUUID()))).code).to.equal('not_found');
  });
});
