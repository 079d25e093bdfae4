import { expect } from 'chai';
import { audit } from '../../../services/accounts/audit/audit.ts';
import type { FaultKind } from '../../../services/accounts/audit/faults.ts';
import { verifyAudit } from '../../../services/accounts/audit/verify.ts';
import { accountsSchema } from '../../../services/accounts/store/schema.ts';
import { openDatabase } from '../../../shared/persistence/database.ts';
import { failureOf } from '../../support/failures.ts';
import { silentLog, useDatabase, useEmptyDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';

const ANA = '00000000-0000-4000-8000-000000000001';
const BETO = '00000000-0000-4000-8000-000000000002';

describe('The chain of the trail', () => {
  const database = useDatabase('accounts');
  const fork = () => database.fork();
  const note = (seconds: number, detail = '', actor: string | null = ANA) =>
    audit(
      fork(),
      {
        actor: actor === null ? null : { id: actor, role: 'ADMIN' },
        action: 'user.role',
        subjectIds: [BETO, ANA],
        ip: '10.0.0.1',
        detail,
      },
      at(seconds),
    );
  const faults = async (): Promise<[FaultKind, string | null][]> =>
    (await verifyAudit(fork)).faults.map(({ kind, seq }) => [kind, seq]);
  /** As who owns the tables, past what refuses the ordinary statements of anybody. */
  const byForce = async (sql: string): Promise<void> => {
    await database.query('set session_replication_role = replica');
    await database.query(sql);
    await database.query('set session_replication_role = origin');
  };
  /** The entry at a place of the chain. */
  const entry = (seq: number) => `(select audit_id from accounts.audit_chain where seq = ${seq})`;

  it('is whole after entries of every kind, and says where it ends', async () => {
    await note(1);
    await note(2, 'ñandú 😀, «comillas», 3:abc', null);
    await note(3.5, '\n'.repeat(300));

    const { entries, head, faults } = await verifyAudit(fork);
    expect(faults).to.deep.equal([]);
    expect(entries).to.equal(3);
    expect(head.seq).to.equal('3');
    expect(head.hash).to.match(/^[0-9a-f]{64}$/);
  });

  it('is one, though many processes write at the same moment, each several entries', async () => {
    const writeTwo = (seconds: number) =>
      fork().transactional(async (tx) => {
        for (const detail of ['uno', 'dos'])
          await audit(
            tx,
            { actor: null, action: 'user.role', subjectIds: [ANA], ip: 'censo', detail },
            at(seconds),
          );
      });
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; n < 10; n += 1) await writeTwo(10 * writer + n);
      }),
    );
    const { entries, head, faults } = await verifyAudit(fork);
    expect({ entries, seq: head.seq, faults }).to.deep.equal({ entries: 160, seq: '160', faults: [] });
  });

  it('has an entry also when it was written past the portal', async () => {
    await database.query(
      `insert into accounts.audit (at, actor_id, action, subject_ids, ip) values (now(), null, 'x', '{}', '')`,
    );
    expect(await faults()).to.deep.equal([]);
    expect(await database.query('select seq from accounts.audit_chain')).to.have.lengthOf(1);
  });

  describe('of which somebody wants to change what it says', () => {
    beforeEach(async () => {
      for (const seconds of [1, 2, 3, 4]) await note(seconds, `motivo ${seconds}`);
    });

    for (const statement of [
      'delete from accounts.audit',
      `update accounts.audit set detail = ''`,
      'truncate accounts.audit',
      'delete from accounts.audit_chain',
      `update accounts.audit_chain set hash = ''`,
      `insert into accounts.audit_chain select seq + 90, audit_id + 90, now(), previous, hash from accounts.audit_chain`,
      `insert into accounts.audit (id, at, action, subject_ids, ip) overriding system value values (0, now(), 'x', '{}', '')`,
      `insert into accounts.audit_checkpoints values (9, '', now(), 'x')`,
      'alter table accounts.audit disable trigger all',
      'drop table accounts.audit_chain',
      'lock table accounts.audit_turn in exclusive mode',
    ])
      it(`refuses the service: ${statement.slice(0, 60)}`, async () => {
        const error = await failureOf(fork().transactional((tx) => tx.execute(statement)));
        expect(error.code).to.equal('42501');
      });

    for (const statement of [
      'delete from accounts.audit',
      `update accounts.audit set detail = ''`,
      'truncate accounts.audit',
      'delete from accounts.audit_chain',
      `insert into accounts.audit_checkpoints values (2, '', now(), 'x')`,
    ])
      it(`refuses also its owner, as long as they do not switch that off: ${statement}`, async () => {
        const error = await failureOf(database.query(statement));
        expect(error.code).to.equal('42501');
        expect(await faults()).to.deep.equal([]);
      });

    it('shows an entry that was deleted', async () => {
      await byForce(`delete from accounts.audit where id = ${entry(2)}`);
      expect(await faults()).to.deep.equal([['missing', '2']]);
    });

    it('shows an entry that was deleted with its link', async () => {
      await byForce(`delete from accounts.audit where id = ${entry(2)}`);
      await byForce('delete from accounts.audit_chain where seq = 2');
      expect(await faults()).to.deep.equal([['moved', '3']]);
    });

    for (const change of [
      `detail = 'otro'`,
      `action = 'referrals.list'`,
      `actor_id = '${BETO}'`,
      'actor_id = null',
      `ip = '10.0.0.2'`,
      `at = at - interval '1 microsecond'`,
      `subject_ids = '{${BETO}}'`,
      `ip = '10.0.0.', detail = '1' || detail`,
    ])
      it(`shows an entry that says something else: ${change}`, async () => {
        await byForce(`update accounts.audit set ${change} where id = ${entry(3)}`);
        expect(await faults()).to.deep.equal([['changed', '3']]);
      });

    it('shows entries that have each other’s place', async () => {
      await byForce(`update accounts.audit_chain c set audit_id = -audit_id where seq in (2, 3)`);
      await byForce(
        `update accounts.audit_chain c set audit_id = -o.audit_id from accounts.audit_chain o where c.seq in (2, 3) and o.seq = 5 - c.seq`,
      );
      expect(await faults()).to.deep.equal([
        ['changed', '2'],
        ['changed', '3'],
      ]);
    });

    it('shows an entry that was added past the chain', async () => {
      await byForce(
        `insert into accounts.audit (at, action, subject_ids, ip) values (now(), 'user.role', '{${ANA}}', '')`,
      );
      expect(await faults()).to.deep.equal([['added', null]]);
    });

    it('shows that its end was cut off only to whoever kept where it ended', async () => {
      const { head } = await verifyAudit(fork);
      await byForce(`delete from accounts.audit where id = ${entry(4)}`);
      await byForce('delete from accounts.audit_chain where seq = 4');

      expect(await faults()).to.deep.equal([]);
      const { faults: found } = await verifyAudit(fork, [head]);
      expect(found.map(({ kind, seq }) => [kind, seq])).to.deep.equal([['cut', '4']]);
    });

    it('goes on from a checkpoint, when what lay before was removed for its age', async () => {
      await byForce(`
        insert into accounts.audit_checkpoints (seq, hash, reason)
        select seq, hash, 'más de cinco años' from accounts.audit_chain where seq = 2`);
      await byForce(
        'delete from accounts.audit where id in (select audit_id from accounts.audit_chain where seq <= 2)',
      );
      await byForce('delete from accounts.audit_chain where seq <= 2');
      await note(5);
      const { entries, head, faults, checkpoints } = await verifyAudit(fork);
      expect({ entries, seq: head.seq, faults }).to.deep.equal({ entries: 3, seq: '5', faults: [] });
      expect(checkpoints.map(({ seq, reason }) => ({ seq, reason }))).to.deep.equal([
        { seq: '2', reason: 'más de cinco años' },
      ]);
    });

    it('is looked at from its first link on, whatever checkpoint somebody put behind it', async () => {
      await byForce(`update accounts.audit set detail = 'otro' where id = ${entry(2)}`);
      await byForce(`
        insert into accounts.audit_checkpoints (seq, hash, reason)
        select seq, hash, 'porque sí' from accounts.audit_chain where seq = 3`);
      expect(await faults()).to.deep.equal([['changed', '2']]);
      const { checkpoints } = await verifyAudit(fork);
      expect(checkpoints.map(({ seq }) => seq)).to.deep.equal(['3']);
    });

    it('shows what was taken out of its middle, though somebody put a checkpoint there', async () => {
      await byForce(`
        insert into accounts.audit_checkpoints (seq, hash, reason)
        select seq, hash, 'porque sí' from accounts.audit_chain where seq = 3`);
      await byForce(
        'delete from accounts.audit where id in (select audit_id from accounts.audit_chain where seq in (2, 3))',
      );
      await byForce('delete from accounts.audit_chain where seq in (2, 3)');
      expect(await faults()).to.deep.equal([['moved', '4']]);
    });
  });
});

describe('The chain of a trail that an earlier release wrote', () => {
  const empty = useEmptyDatabase();

  it('begins with its first entry, in the order in which they came', async () => {
    const owner = { url: empty.url };
    const open = (upTo?: number) =>
      openDatabase({
        ...accountsSchema,
        ...{ url: empty.url, owner, log: silentLog },
        migrations: accountsSchema.migrations.slice(0, upTo),
      });
    await (await open(9)).close();
    await empty.query(
      `insert into accounts.audit (at, actor_id, action, subject_ids, ip, detail)
       select now() - n * interval '1 day', null, 'referrals.list', array['${ANA}'::uuid], '10.0.0.1', 'página ' || n
       from generate_series(1, 5000) n`,
    );
    const database = await open();
    try {
      const { entries, head, faults } = await verifyAudit(() => database.fork());
      expect({ entries, seq: head.seq, faults }).to.deep.equal({ entries: 5_000, seq: '5000', faults: [] });
    } finally {
      await database.close();
    }
  });
});
