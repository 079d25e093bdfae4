import { expect } from 'chai';
import { type Ended, giveOrder, runCenso } from '../../support/processes/command-line.ts';
import { useEmptyDatabase } from '../../support/servers/postgres.ts';

const PASSWORD = 'una-clave-bien-larga';

describe('The command line, on a database', () => {
  const database = useEmptyDatabase();
  /** In this process: a process of its own takes a second of work to start. */
  const run = (order: string[], input?: string): Promise<Ended> =>
    giveOrder(order, { DATABASE_URL: database.url }, input);
  const runAsProcess = (order: string[], input?: string): Promise<Ended> =>
    runCenso(order, { DATABASE_URL: database.url }, input);
  const ask = (sql: string) => database.query(sql);

  // One story on one database. Orders that end in each way, and the one that reads a password, are processes.

  it('refuses to work on a database that is not up to date, and changes nothing of it', async () => {
    const { code, stderr } = await runAsProcess(['queue', 'status']);

    expect(code).to.equal(1);
    expect(stderr).to.include('npx censo migrate');
    expect(await ask(`select 1 from pg_namespace where nspname in ('accounts', 'census')`)).to.deep.equal([]);
  });

  it('brings both schemas up to date, once', async () => {
    const first = await runAsProcess(['migrate', '--json']);
    expect(first.code).to.equal(0);
    expect(first.json<{ migrated: string[] }>().migrated).to.include.members([
      'accounts: M0001Accounts',
      'census: M0004Events',
      'census: M0005Outages',
    ]);

    const second = await run(['migrate']);
    expect(second.code).to.equal(0);
    expect(second.stdout).to.equal('La base de datos ya estaba al día.\n');
  });

  describe('makes an account', () => {
    const create = (changes: Record<string, string> = {}, input = `${PASSWORD}\n`, give = run) => {
      const given = { cedula: '79.000.111', nombre: 'Ana Primera', celular: '3001234567', rol: 'admin' };
      const options = Object.entries({ ...given, ...changes }).flatMap(([name, value]) => [
        `--${name}`,
        value,
      ]);
      return give(['user', 'create', ...options, '--password-stdin', '--json'], input);
    };

    it('with a password from the standard input, which it never prints, and writes that down', async () => {
      const { code, stdout, stderr } = await create({}, undefined, runAsProcess);

      expect(code, stdout).to.equal(0);
      expect(stdout + stderr).not.to.include(PASSWORD);
      expect(stdout + stderr).not.to.include('79000111');
      expect(await ask(`select cedula, role from accounts.users`)).to.deep.equal([
        { cedula: '79000111', role: 'ADMIN' },
      ]);
      expect(await ask('select actor_id, action, ip, detail from accounts.audit')).to.deep.equal([
        { actor_id: null, action: 'user.create', ip: 'censo', detail: 'ADMIN' },
      ]);
    });

    it('that exists already: no', async () => {
      const { code, json } = await create();

      expect(code).to.equal(1);
      expect(json()).to.deep.include({ ok: false });
      expect(json<{ error: { code: string } }>().error.code).to.equal('cedula_taken');
    });

    it('with bad fields: no, and it says which', async () => {
      const { code, stdout } = await create({ cedula: '12', rol: 'jefe' }, 'corta\n');

      expect(code).to.equal(2);
      for (const field of ['cedula:', 'rol:', 'password:']) expect(stdout).to.include(field);
    });
  });

  describe('makes a link for who forgot the password', () => {
    it('with a reason that is written down', async () => {
      const order = ['user', 'recover', '--cedula', '79000111', '--motivo', 'Vino en persona', '--json'];
      const { code, stdout, json } = await run(order);
      expect(code, stdout).to.equal(0);
      expect(stdout).not.to.include('79000111');
      expect(json<{ link: string }>().link).to.match(/^http.*\/recuperar\/enlace\/\?llave=[\w-]{22}$/);
      expect(
        await ask(`select actor_id, detail from accounts.audit where action = 'recovery.link'`),
      ).to.deep.equal([{ actor_id: null, detail: 'Vino en persona' }]);
    });
  });

  describe('takes a second factor away', () => {
    const order = [
      'user',
      'reset-factor',
      '--cedula',
      '79000111',
      '--motivo',
      'Perdió el teléfono',
      '--json',
    ];

    it('but says so when there is none', async () => {
      const { code, json } = await run(order);
      expect(code).to.equal(1);
      expect(json<{ error: { code: string } }>().error.code).to.equal('no_factor');
    });

    it('with a reason that is written down', async () => {
      await ask(`update accounts.users set factor_since = now() where cedula = '79000111'`);
      const { code, stdout } = await run(order);
      expect(code, stdout).to.equal(0);
      expect(stdout).not.to.include('79000111');
      expect(await ask(`select factor_since from accounts.users where cedula = '79000111'`)).to.deep.equal([
        { factor_since: null },
      ]);
      expect(
        await ask(`select actor_id, detail from accounts.audit where action = 'factor.reset'`),
      ).to.deep.equal([{ actor_id: null, detail: 'Perdió el teléfono' }]);
    });
  });

  describe('looks whether the trail is as it was written', () => {
    it('and says so, and where it ends', async () => {
      const { code, stdout } = await run(['audit', 'verify']);
      expect(code).to.equal(0);
      expect(stdout).to.match(
        /^La auditoría está completa y sin cambios: \d+ asientos\.\nCabeza de la cadena: \d+:[0-9a-f]{64}\n$/,
      );
    });

    it('and ends with 1 when it is not, with which and when', async () => {
      const { head } = (await run(['audit', 'verify', '--json'])).json<{
        head: { seq: string; hash: string };
      }>();
      const change = (to: string) =>
        ask(`begin; set local session_replication_role = replica;
             update accounts.audit set detail = '${to}' where action = 'user.create' and detail <> ''; commit`);
      await change('otro');
      const { code, stdout } = await run(['audit', 'verify', '--cabeza', `${head.seq}:${head.hash}`]);
      await change('ADMIN');

      expect(code).to.equal(1);
      expect(stdout).to.match(/^La auditoría fue alterada\. Fallas: 1, de \d+ asientos\.\n/);
      expect(stdout).to.match(/ {2}asiento \d+ \(\d{4}-.*Z\): no dice lo que decía cuando se escribió\n/);
    });

    it('and names every place where somebody says that the beginning was removed', async () => {
      const byForce = (sql: string) =>
        ask(`begin; set local session_replication_role = replica; ${sql}; commit`);
      await byForce(`insert into accounts.audit_checkpoints (seq, hash, reason)
        select seq, hash, 'más de cinco años' from accounts.audit_chain where seq = 1`);
      const { code, stdout } = await run(['audit', 'verify']);
      await byForce('delete from accounts.audit_checkpoints');

      expect(code).to.equal(0);
      expect(stdout).to.match(/\nPunto de control: .* hasta el lugar 1 por «más de cinco años»/);
    });

    it('and not by a head that is none', async () => {
      const { code, stderr } = await run(['audit', 'verify', '--cabeza', 'x:y']);
      expect(code).to.equal(2);
      expect(stderr).to.include('lugar:huella');
    });
  });

  describe('keeps somebody out, and lets them in again', () => {
    const order = (name: string, cedula: string) =>
      run(['user', name, '--cedula', cedula, '--motivo', 'Prestó su cuenta', '--json']);
    const codeOf = ({ json }: Awaited<ReturnType<typeof order>>) =>
      json<{ error: { code: string } }>().error.code;

    it('but nobody who alone administers, nor whom nobody knows', async () => {
      expect(codeOf(await order('suspend', '79000111'))).to.equal('last_admin');
      expect(codeOf(await order('restore', '79000999'))).to.equal('not_found');
    });

    it('and does nothing to who may come in already', async () => {
      expect((await order('restore', '79000111')).code).to.equal(0);
    });
  });

  describe('gives somebody another role', () => {
    const order = [
      ...['user', 'promote', '--cedula', '79000111', '--rol', 'LEADER', '--motivo', 'Cambio de equipo'],
      '--json',
    ];

    it('but takes it from nobody who alone administers', async () => {
      const { code, json } = await run(order);

      expect(code).to.equal(1);
      expect(json<{ error: { code: string } }>().error.code).to.equal('last_admin');
    });

    it('with a reason that is written down, and tells the other services', async () => {
      const second = ['--cedula', '79000222', '--nombre', 'Eva Segunda', '--celular', '3001234568'];
      const created = await run(
        ['user', 'create', ...second, '--rol', 'admin', '--password-stdin'],
        `${PASSWORD}\n`,
      );
      expect(created.code, created.stderr).to.equal(0);
      expect((await run(order)).code).to.equal(0);

      expect(await ask(`select role from accounts.users where cedula = '79000111'`)).to.deep.equal([
        { role: 'LEADER' },
      ]);
      expect(
        await ask(`select actor_id, detail from accounts.audit where action = 'user.role'`),
      ).to.deep.equal([{ actor_id: null, detail: 'ADMIN → LEADER: Cambio de equipo' }]);
      expect(
        await ask(`select payload ->> 'role' as role from accounts.outbox order by id desc limit 1`),
      ).to.deep.equal([{ role: 'LEADER' }]);

      const again = await run(order);
      expect(again.code).to.equal(1);
      expect(again.json<{ error: { code: string } }>().error.code).to.equal('same_role');
      const nobody = await run([
        'user',
        'promote',
        '--cedula',
        '79000112',
        '--rol',
        'USER',
        '--motivo',
        'Nadie',
      ]);
      expect(nobody.code).to.equal(1);
      expect(nobody.stderr).not.to.include('79000112');
    });

    it('and lists accounts by their role, in the words of the portal, and writes down that it did', async () => {
      const { code, stdout } = await run(['user', 'list', '--rol', 'líder', '--estado', 'activas']);
      expect(code, stdout).to.equal(0);
      expect(stdout).to.match(/^Ana Primera\. Líder\. Registro: \d+ de [a-z]+ de \d{4}\. [0-9a-f-]{36}\n$/);
      expect((await run(['user', 'list', '--rol', 'persona'])).stdout).to.equal('Nadie.\n');
      expect((await run(['user', 'list', '--rol', 'jefe'])).code).to.equal(2);
      expect(
        await ask(
          `select cardinality(subject_ids) as people from accounts.audit where action = 'users.list'`,
        ),
      ).to.deep.equal([{ people: 1 }]);
    });
  });
});
