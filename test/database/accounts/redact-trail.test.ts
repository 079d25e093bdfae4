import { expect } from 'chai';
import { audit } from '../../../services/accounts/audit/audit.ts';
import { verifyAudit } from '../../../services/accounts/audit/verify.ts';
import { eraseUser } from '../../../services/accounts/erasure/erase-user.ts';
import { redactSome } from '../../../services/accounts/erasure/redact-trail.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { ledger } from './support/ledger.ts';
import { actorOf, createPerson, ip } from './support/people.ts';

const NOW = at(1_000);
const NOBODY = '00000000-0000-0000-0000-000000000000';

describe('The trail of whom an erasure was about', () => {
  const database = useDatabase('accounts');
  const fork = () => database.fork();
  const own = { reason: 'own', by: null, ledger } as const;
  const note = (actor: Pick<UserRow, 'id' | 'role'> | null, subjectIds: string[], detail = '') =>
    audit(fork(), { actor: actor && actorOf(actor), action: 'user.read', subjectIds, ip, detail }, NOW);
  const count = async (sql: string, ...values: unknown[]): Promise<number> =>
    (await database.query<{ count: number }>(`select count(*)::int as count from ${sql}`, values))[0]
      ?.count ?? -1;
  let admin: UserRow;
  let person: UserRow;
  const faults = async () => (await verifyAudit(fork)).faults.map(({ kind }) => kind);
  const byForce = async (sql: string): Promise<void> => {
    await database.query('set session_replication_role = replica');
    await database.query(sql);
    await database.query('set session_replication_role = origin');
  };
  const rows = () =>
    database.query<{ actor: string | null; subjects: string[]; ip: string; detail: string }>(
      `select actor_id as actor, subject_ids as subjects, ip, detail from accounts.audit where action = 'user.read' order by id`,
    );
  beforeEach(async () => {
    admin = await createPerson(fork(), { role: 'ADMIN' });
    person = await createPerson(fork(), { role: 'LEADER', nombreCompleto: 'Zenobia Quiñones' });
    await note(admin, [person.id], 'se llama Zenobia');
    await note(admin, [admin.id, person.id], 'ZENOBIA QUIÑONES y otra persona');
    await note(person, [admin.id], 'buscó a alguien');
    await note(null, [person.id], 'Cédula');
  });

  it('leaves who acted, and loses whom: without a name, an address of theirs or a word', async () => {
    await eraseUser(fork(), person.id, own, NOW);
    const [{ id: erasure } = { id: '' }] = await database.query<{ id: string }>(
      'select id from accounts.erasures',
    );
    expect(await rows()).to.deep.equal([
      { actor: admin.id, subjects: [NOBODY], ip, detail: '' },
      { actor: admin.id, subjects: [admin.id, NOBODY], ip, detail: '*** y otra persona' },
      { actor: erasure, subjects: [admin.id], ip, detail: 'buscó a alguien' },
      { actor: null, subjects: [NOBODY], ip: '', detail: '' },
    ]);
    expect(await faults()).to.deep.equal([]);
  });

  it('is whole still after others went whom the same entries were about', async () => {
    await createPerson(fork(), { role: 'ADMIN' });
    await eraseUser(fork(), person.id, own, NOW);
    await eraseUser(fork(), admin.id, own, NOW);
    expect(await faults()).to.deep.equal([]);
    expect((await rows()).flatMap(({ subjects }) => subjects)).not.to.include.members([admin.id]);
  });

  it('keeps what an erased person did to others, with its words and address', async () => {
    const words = 'USER → LEADER: Zenobia de Quiñones lo pidió';
    await note(person, [admin.id], words);
    await note(person, [person.id], 'de sí misma');
    await eraseUser(fork(), person.id, own, NOW);
    const [about, self] = (await rows()).slice(-2);
    expect(about).to.include({ ip, detail: words });
    expect(self).to.include({ ip: '', detail: '' });
  });

  it('loses whole words alone that name them, never one that is a role', async () => {
    const ana = await createPerson(fork(), { nombreCompleto: 'Ana Líder Rosa' });
    await note(admin, [ana.id, admin.id], 'Ana, Rosa y Rosario: USER → LEADER, líder. ANA LÍDER ROSA');
    await eraseUser(fork(), ana.id, own, NOW);
    expect((await rows()).at(-1)?.detail).to.equal('Ana, *** y Rosario: USER → LEADER, líder. ***');
  });

  describe('of thousands of entries', () => {
    const left = () =>
      count(`accounts.audit where actor_id = '${person.id}' or '${person.id}' = any (subject_ids)`);
    beforeEach(async () => {
      await database.query(
        `insert into accounts.audit (at, actor_id, action, subject_ids, ip, detail)
         select now(), $1, 'user.read', array[$2::uuid], '192.0.2.1', 'x' from generate_series(1, 3000)`,
        [person.id, admin.id],
      );
    });

    it('lets them go at once, and goes on where it was until it is whole', async () => {
      await eraseUser(fork(), person.id, own, NOW);
      expect(await count(`accounts.users where id = '${person.id}'`)).to.equal(0);
      const waiting = await left();
      expect(waiting).to.be.above(2_500);
      expect(await count(`accounts.audit where action = 'user.erase'`), 'ends it').to.equal(0);
      await database.query('update accounts.redacting set moment = now()');
      expect(await redactSome(fork(), 500)).to.equal(true);
      expect(await left()).to.equal(waiting - 500);
      expect(await faults(), 'under way').to.deep.equal([]);

      while (await redactSome(fork(), 500));
      expect(await left()).to.equal(0);
      expect(await count('accounts.redacting')).to.equal(0);
      expect(await count(`accounts.audit where action = 'user.erase'`)).to.equal(1);
      expect(await faults()).to.deep.equal([]);
    });

    it('shows what was left in the middle for a day', async () => {
      await eraseUser(fork(), person.id, own, NOW);
      await database.query(`update accounts.redacting set moment = now() - interval '2 days'`);
      expect(await faults()).to.include('redacted');
    });
  });

  for (const [what, sql, found] of [
    [
      'changed after it',
      `update accounts.audit set detail = 'x' where actor_id is null and action = 'user.read'`,
      ['changed'],
    ],
    [
      'of whom the erasure is taken out',
      `delete from accounts.audit_redactions where audit_id = (select min(audit_id) from accounts.audit_redactions)`,
      ['changed', 'redacted', 'redacted', 'redacted'],
    ],
  ] as const)
    it(`shows an entry that was ${what}`, async () => {
      await eraseUser(fork(), person.id, own, NOW);
      await byForce(sql);
      expect(await faults()).to.deep.equal(found);
    });

  it('shows somebody who was taken out without an erasure, or under the name of another', async () => {
    const forge = async (erasure: string): Promise<void> => {
      await byForce(`
        with link as (select c.*, a from accounts.audit_chain c join accounts.audit a on a.id = c.audit_id where detail = 'buscó a alguien'),
        was as (select audit_id, sha256(previous || convert_to(accounts.audit_content(a, seq, chained_at), 'UTF8')) as hash from link),
        fresh as (update accounts.audit set detail = 'nada' where id = (select audit_id from link) returning *)
        insert into accounts.audit_redactions select link.audit_id, '${erasure}', was.hash,
          sha256(link.previous || convert_to(accounts.audit_content(fresh, link.seq, link.chained_at), 'UTF8'))
        from link, was, fresh`);
    };
    await forge(NOBODY);
    expect(await faults()).to.deep.equal(['redacted']);
  });

  it('shows a redaction that was added to those of an erasure', async () => {
    const other = await createPerson(fork());
    await note(admin, [other.id]);
    await eraseUser(fork(), other.id, own, NOW);
    await byForce(
      `insert into accounts.audit_redactions select audit_id + 1, erasure_id, before, after from accounts.audit_redactions`,
    );
    expect(await faults()).to.include('redacted');
  });

  it('cannot be redacted of somebody who is there, nor by ordinary statements', async () => {
    const redact = (id: string) =>
      database.query(`select accounts.redact_audit($1, $2, '{}', null, now(), '', '', 9)`, [id, NOBODY]).then(
        () => null,
        ({ code }: { code: string }) => code,
      );
    expect(await redact(person.id), 'is there').to.equal('42501');
    expect(await redact(NOBODY), 'was never erased').to.equal('42501');
    await eraseUser(fork(), person.id, own, NOW);
    for (const sql of ["update accounts.audit set ip = ''", 'delete from accounts.audit_redactions'])
      expect(
        await database.query(sql).then(
          () => null,
          ({ code }: { code: string }) => code,
        ),
        sql,
      ).to.equal('42501');
  });
});
