import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { LookupsState } from '../../../shared/contract/lookups.ts';
import { type Ended, giveOrder } from '../../support/processes/command-line.ts';
import { useMigratedDatabase } from '../../support/servers/postgres.ts';

describe('The command line, about lookups', () => {
  const database = useMigratedDatabase();
  const run = (order: string[]): Promise<Ended> => giveOrder(order, { DATABASE_URL: database.url });
  const ask = (sql: string) => database.query(sql);
  const lookups = async () =>
    (await run(['queue', 'status', '--json'])).json<{ lookups: LookupsState }>().lookups;

  // One story on one database.

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
});
