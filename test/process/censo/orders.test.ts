import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createLedgerKey } from '../../../services/accounts/erasure/ledger-key.ts';
import { ledgerLine, readLedgerLines } from '../../../services/accounts/erasure/ledger-lines.ts';
import type { LookupsState } from '../../../shared/contract/lookups.ts';
import { root, startChild } from '../../support/processes/child.ts';
import { type Ended, giveOrder, runCenso } from '../../support/processes/command-line.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';
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
  const lookups = async () =>
    (await run(['queue', 'status', '--json'])).json<{ lookups: LookupsState }>().lookups;

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

  describe('erases again whom a backup has brought back', () => {
    const FACTOR_KEY = Buffer.alloc(32, 7).toString('base64');
    const ledger = createLedgerKey([Buffer.alloc(32, 7)]);
    const give = (order: string[], input = '', keys: Record<string, string> = { FACTOR_KEY }) =>
      giveOrder([...order, '--json'], { DATABASE_URL: database.url, ...keys }, input);
    const people = async (): Promise<string[]> =>
      (
        await database.query<{ id: string }>(
          `select id from accounts.users where cedula like '7700%' order by cedula`,
        )
      ).map(({ id }) => id);
    const lines = async (key = ledger): Promise<string> =>
      (await people())
        .map((id) => {
          const personHash = createHash('sha256').update(id).digest('hex');
          return ledgerLine(key, { personHash, erasedAt: '2026-01-02T03:04:05.678Z' });
        })
        .join('\n');
    before(() =>
      database.query(
        `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, referral_code, referral_goal,
           role, created_at, census_version)
         select gen_random_uuid(), (77000000 + n)::text, 'Persona Inventada', '+573001112233', 'x', 'ledger' || n, 10, 'USER', now(), 0
         from generate_series(1, 22) n`,
      ),
    );

    it('but without the key of accounts does not begin', async () => {
      const { code, json } = await give(['erasures', 'import'], await lines(), { DATA_DIR: '/nowhere' });
      expect(code).to.equal(1);
      expect(json<{ error: { code: string } }>().error.code).to.equal('factor_key_missing');
    });

    it('but nobody by what accounts did not seal, nor by what stands in the middle of a line', async () => {
      const forged = await lines(createLedgerKey([Buffer.alloc(32, 8)]));
      const [line = ''] = (await lines()).split('\n');
      const { code, json } = await give(['erasures', 'import'], `${forged}\nsomebody said ${line}`);
      expect(code).to.equal(1);
      expect(json()).to.deep.include({ read: 22, refused: 1, unsealed: 22, learnt: 0, erased: 0 });
    });

    it('but not more than twenty unless it is said', async () => {
      const refused = await give(['erasures', 'import'], await lines());
      expect(refused.code).to.equal(1);
      const { error } = refused.json<{ error: { code: string; message: string } }>();
      expect(error.code).to.equal('too_many_erased');
      expect(error.message).to.include('22').and.include('--hasta 22');
      expect(await people()).to.have.lengthOf(22);
      const said = await give(['erasures', 'import', '--hasta', '22'], await lines());
      expect([said.code, said.json<{ erased: number }>().erased]).to.deep.equal([0, 22]);
      expect(await people()).to.deep.equal([]);
    });

    it('and says of one cédula whether it was erased, when and why, and writes down that it was asked', async () => {
      const asked = async (cedula: string) =>
        (await give(['erasures', 'has', '--cedula', cedula])).json<{
          erased: boolean;
          erasures: { reason: string }[];
          withoutCedula: number;
        }>();
      const { erased, erasures, withoutCedula } = await asked('77000001');
      expect([erased, erasures.map(({ reason }) => reason), withoutCedula]).to.deep.equal([
        true,
        ['restored'],
        22,
      ]);
      expect(await asked('1000000999')).to.deep.include({ erased: false, erasures: [] });
      const keys = { DATABASE_URL: database.url, FACTOR_KEY };
      expect((await giveOrder(['erasures', 'has', '--cedula', '77000001'], keys)).stdout).to.match(
        /^Se borró el \d+ de [a-z]+ de \d{4}.*: un respaldo la había traído de nuevo\.\nDel libro se leyeron 22 borrados/,
      );
      const entries = await database.query(
        `select actor_id, subject_ids, detail from accounts.audit where action = 'erasures.read'`,
      );
      expect(entries).to.deep.equal(
        Array.from({ length: 3 }, () => ({ actor_id: null, subject_ids: [], detail: '' })),
      );
    });

    it('and lists what it knows, with seals that are believed; also what the census was told', async () => {
      const { stdout } = await giveOrder(['erasures', 'export'], { DATABASE_URL: database.url, FACTOR_KEY });
      const { told, refused } = readLedgerLines(stdout);
      expect([told.length, refused]).to.deep.equal([44, 0]);
      expect(told.every((one) => ledger.isSealed(one))).to.equal(true);
      await database.query(
        `insert into census.erased (person_hash, erased_at, seal, led) values ('\\x${'ab'.repeat(32)}', now(), null, false)`,
      );
      const ofCensus = await run(['erasures', 'export', '--de-censo']);
      expect(ofCensus.stdout).to.match(/^erased (?:ab){32} \S+ sin-sello\n$/);
    });
  });

  it('pauses, shows and resumes lookups, and writes down who did it', async () => {
    expect((await run(['queue', 'pause', '--por', 'Olga Turno', '--motivo', 'Corte de luz'])).code).to.equal(
      0,
    );
    const { stdout } = await run(['queue', 'status']);
    expect(stdout).to.match(
      /^Consultas en pausa\. En pausa desde hoy a las .*, por la línea de comandos\. Motivo: Corte de luz \(Olga Turno/,
    );
    const paused = await lookups();
    expect(paused.pause?.reason).to.equal('Corte de luz (Olga Turno, por línea de comandos)');

    expect((await run(['queue', 'probe', '--por', 'Olga Turno'])).code).to.equal(0);
    expect((await run(['queue', 'resume', '--por', 'Olga Turno'])).code).to.equal(0);
    const shown = await run(['queue', 'status']);
    for (const words of [
      'Al día.',
      'No hay nadie en la fila.',
      'No hay consultores en marcha.',
      'Reanudación hoy a las ',
    ])
      expect(shown.stdout).to.include(words);
    expect(shown.stdout).not.to.match(/\d{4}-\d\d-\d\dT|PENDING|null/);
    const resumed = await lookups();
    expect(resumed.pause).to.equal(null);
    expect(resumed.operations.map(({ kind, detail }) => [kind, detail])).to.deep.equal([
      ['resume', 'Olga Turno, por línea de comandos'],
      ['probe', 'Olga Turno, por línea de comandos'],
      ['pause', 'Corte de luz (Olga Turno, por línea de comandos)'],
    ]);
  });

  it('lists what was put aside without a cédula, and hands it out again', async () => {
    const userId = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
    const event = { userId, cedula: '79000113', referrerId: null, registeredAt: '2026-03-02T13:00:00.000Z' };
    const bad = { ...event, userId: 'nadie' };
    for (const [id, payload] of [
      ['accounts-1', event],
      ['accounts-2', bad],
    ] as const) {
      await ask(`insert into census.dead_letters values ('${id}', 'user.registered', '${JSON.stringify(payload)}',
        'Error', 10, now(), now())`);
    }
    const list = await run(['deadletters', 'list', '--json']);
    expect(list.code).to.equal(0);
    expect(list.stdout).not.to.include('79000113');
    expect(list.json<{ total: number }>().total).to.equal(2);

    const order = ['deadletters', 'redrive', '--por', 'Olga Turno', '--json'];
    const one = await run([...order, 'accounts-1']);
    expect(one.code, one.stdout).to.equal(0);
    expect(one.json()).to.deep.equal({ ok: true, handled: 1, failed: 0 });
    expect(await ask('select user_id, status from census.records')).to.deep.equal([
      { user_id: userId, status: 'PENDING' },
    ]);

    const all = await run([...order, '--todos']);
    expect(all.code).to.equal(1);
    expect(all.json()).to.deep.equal({ ok: false, handled: 0, failed: 1 });
    expect((await run([...order, 'accounts-1'])).code, 'nothing of that name is left').to.equal(1);
    expect((await run(order)).code, 'neither ids nor all').to.equal(2);
  });

  it('reads what a failure has kept again, makes a fixture of it, and corrects the failure, with nobody’s cédula in sight', async () => {
    const lease = '00000000-0000-4000-8000-0000000000aa';
    const data = {
      nuip: '79000113',
      nom_depto: 'HUILA',
      nom_mun: 'TIMANA',
      nom_puesto: 'ESCUELA',
      direccion: 'KR 5',
      mesa: '3',
    };
    const kept = `<!-- read by the source -->\n${JSON.stringify({ ok: true, encontrado: true, data })}\n`;
    await ask(`insert into census.attempts (lease_id, user_id, attempt, worker, source, started_at, finished_at, outcome)
      select '${lease}', user_id, 1, 'w', 'consultacenso', requested_at, requested_at, 'unrecognised' from census.records`);
    await ask(`insert into census.evidence values
      ('${lease}', decode('${gzipSync(kept).toString('base64')}', 'base64'), false, now())`);

    const shown = await run(['replay']);
    expect(shown.code, shown.stderr).to.equal(0);
    expect(shown.stdout).to.include(
      `consultacenso: unrecognised → active: 1 (respuestas completas: 1). Por ejemplo ${lease}`,
    );
    const made = await run(['fixture', lease, '--por', 'Olga Turno']);
    expect(made.code, made.stderr).to.equal(0);
    expect(made.stdout).to.include('VILLA ESPERANZA');
    expect((await run(['replay', '--apply'])).code, 'without a name').to.equal(2);
    const done = await run(['replay', '--apply', '--por', 'Olga Turno']);
    expect(done.stdout).to.include('corregidas: 1');
    for (const { stdout } of [shown, made, done]) expect(stdout).not.to.match(/79.?000.?113|TIMANA/);
    expect(await ask(`select status, answer ->> 'municipio' as municipio from census.records`)).to.deep.equal(
      [{ status: 'ACTIVE', municipio: 'TIMANA' }],
    );
    expect((await lookups()).operations.slice(0, 2).map(({ kind }) => kind)).to.deep.equal([
      'reread',
      'fixture',
    ]);
    expect((await run(['fixture', lease, '--por', 'Olga Turno'])).code, 'kept of failures alone').to.equal(1);
  });

  describe('ends with', () => {
    it('0 when it only helps, in Spanish', async () => {
      const { code, stdout } = await runAsProcess(['queue', '--help']);
      expect(code).to.equal(0);
      expect(stdout)
        .to.include('Órdenes:')
        .and.not.to.match(/Usage|Commands|display help/);
    });

    for (const order of [
      ['nada'],
      ['queue'],
      ['queue', 'pausa'],
      ['queue', 'pause'],
      ['fixture'],
      ['migrate', '--rapido'],
    ]) {
      it(`2 for "${['censo', ...order].join(' ')}", which says how to find out`, async () => {
        const { code, stdout, stderr } = await run(order);
        expect(code).to.equal(2);
        expect(stderr + stdout).to.match(/--help/);
      });
    }

    it('2 for "censo", which says how to find out', async () => {
      const { code, stdout, stderr } = await runAsProcess([]);
      expect(code).to.equal(2);
      expect(stderr + stdout).to.match(/--help/);
    });

    it('2 when the configuration is wrong', async () => {
      const { code, stderr } = await giveOrder(['queue', 'status'], { DATABASE_URL: 'http://nada' });
      expect(code).to.equal(2);
      expect(stderr).to.include('DATABASE_URL');
    });

    it('2 when the Node is too old, and says so in one line', async () => {
      // Any Node can be made to look old: the launcher reads only the version.
      const pretend =
        "Object.defineProperty(process.versions, 'node', { value: '20.11.0' }); await import('./scripts/production/censo.mjs');";
      const child = startChild(process.execPath, ['--input-type=module', '-e', pretend], { cwd: root });
      expect(await child.ended).to.equal(2);
      expect(child.output()).to.match(/^censo necesita Node 24\.7 o posterior.*\n$/);
    });

    it('3 when Postgres does not answer, without its password', async () => {
      const url = `postgres://censo:muy-secreta@127.0.0.1:${await unusedPort()}/postgres`;
      const { code, stdout, stderr } = await runCenso(['queue', 'status', '--json'], { DATABASE_URL: url });
      expect(code).to.equal(3);
      expect(stdout).to.include('postgres_away');
      expect(stdout + stderr).not.to.include('muy-secreta');
    });
  });
});
