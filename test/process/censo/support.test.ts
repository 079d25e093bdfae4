import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { unpackTar } from 'modern-tar';
import { giveOrder } from '../../support/processes/command-line.ts';
import { useEmptyDatabase } from '../../support/servers/postgres.ts';
import { addPerson } from './support/content.ts';

/** Each in every place where somebody might have put it. */
const planted = {
  cedula: '1032456789',
  written: '1.032.456.789',
  phone: '3001234567',
  name: 'Perengano',
  surname: 'Zutánez',
  mail: 'perengano@correo.example',
  place: 'CORRIENTELARGA',
  address: '181.49.22.7',
  password: 'tinto-sin-azucar-99',
  key: 'Zk9qT3xWv8Lr2Jm5Bn7Yc4Hd1Gf6',
};
const ALL = Object.values(planted).join(' ');

describe('What censo support collects', () => {
  const database = useEmptyDatabase();
  let folder: string;
  let server: Server;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-support-'));
    server = createServer((request, response) =>
      response.end(
        request.url === '/metrics'
          ? `censo_open_streams{instance="${ALL}"} 31\n`
          : JSON.stringify({ status: 'up', detail: ALL }),
      ),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect((await giveOrder(['migrate'], { DATABASE_URL: database.url })).code).to.equal(0);
    const id = await addPerson(database, planted.cedula, `${planted.name} ${planted.surname}`);
    for (const sql of [
      `insert into accounts.audit (at, action, subject_ids, ip, detail) values (now(), 'user.read', array['${id}'::uuid], '${planted.address}', $1)`,
      `insert into accounts.dead_letters (id, name, payload, error, tries, last_try_at, dead_at)
       values ('accounts-1', 'user.registered', to_jsonb($1::text), $1, 3, now(), now())`,
      `insert into accounts.outbox (name, payload, created_at) values ('user.registered', to_jsonb($1::text), now())`,
      `insert into census.lanes (name, state, refusals, open_s, served_turn, streak, seen_at, reason) values ($1, 'closed', 0, 60, 0, '[]', now(), null)`,
    ])
      await database.query(sql, [ALL]);
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('has nothing of anybody and no secret, wherever they were put, and what helps', async () => {
    const out = join(folder, 'ayuda.tar.gz');
    const { port } = server.address() as AddressInfo;
    const log = [
      `[2026-03-01T07:17:00.000Z] INFO  CENSUS: person ${planted.cedula} ${planted.written} ${planted.name}`,
      JSON.stringify({ level: 'warn', mod: 'accounts', msg: `${ALL} could not be told`, time: 1 }),
      `Error: connect ECONNREFUSED ${planted.address}:5432`,
    ].join('\n');
    const { code, stdout } = await giveOrder(
      ['support', '--out', out, '--registro', '-', '--proceso', `127.0.0.1:${port}`, '--json'],
      {
        DATABASE_URL: database.url,
        ADMIN_CEDULA: planted.cedula,
        ADMIN_PASSWORD: planted.password,
        FACTOR_KEY: Buffer.alloc(32, planted.key).toString('base64'),
        REDIS_URL: `redis://gateway:${planted.password}@127.0.0.1:1`,
        RESPONSIBLE_NAME: `${planted.name} ${planted.surname}`,
        RESPONSIBLE_EMAIL: planted.mail,
      },
      log,
    );
    expect(code, stdout).to.equal(0);

    const entries = await unpackTar(gunzipSync(await readFile(out)));
    const files = new Map(
      entries.map(({ header, data }) => [
        header.name.replace('censo-support/', ''),
        new TextDecoder().decode(data),
      ]),
    );
    const everything = [...files].map(([name, text]) => `${name}\n${text}`).join('\n');
    for (const [what, secret] of Object.entries(planted))
      expect(everything.toLowerCase().includes(secret.toLowerCase()), what).to.equal(false);
    expect(everything).not.to.include(decodeURIComponent(new URL(database.url).password));

    expect([...files.keys()]).to.have.members([
      ...['LEAME.txt', 'version.json', 'configuracion.txt', 'doctor.txt', 'postgres.txt', 'planes.txt'],
      ...['proceso-1/salud.txt', 'proceso-1/metricas.txt', 'registro.txt'],
    ]);
    expect(files.get('version.json')).to.include(process.version);
    expect(files.get('configuracion.txt')).to.match(/^ADMIN_PASSWORD: \(puesta\)$/m);
    expect(files.get('proceso-1/metricas.txt')).to.include(' 31');
    expect(files.get('proceso-1/salud.txt')).to.include('"status":"up"');
    expect(files.get('registro.txt')).to.match(/ECONNREFUSED ip-\d+:/);
    expect(files.get('planes.txt')).to.match(/-- turn\n.*\(cost=/);
    expect(files.get('postgres.txt')).to.match(
      /# accountsDeadLetters\n\{"name":"user\.registered","count":1/,
    );
    expect(files.get('doctor.txt')).to.include('Postgres: versi');
  });

  it('is for its owner alone, and nothing that is there is written over', async () => {
    const out = join(folder, 'ayuda.tar.gz');
    expect((await stat(out)).mode & 0o777).to.equal(0o600);
    const again = await giveOrder(['support', '--out', out, '--json'], { DATABASE_URL: database.url });
    expect(again.json<{ error: { code: string } }>().error.code).to.equal('support_destination');
  });
});
