/**
 * What downloads are measured against: a cursor over one join, without entities, pages or rights, and the portal's own writers.
 * That somebody took these people's data away is on the disk before they leave, as the law has it of the portal.
 *
 * node server.ts <address of the product's database> <id of who referred>
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { columnsFor } from '../../../services/gateway/referrals/export/columns.ts';
import { type ExportFormat, openExport } from '../../../services/gateway/referrals/export/open.ts';
import type { ExportRow } from '../../../services/gateway/referrals/export/walk.ts';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { Answer, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';

const [, , connectionString, referrerId] = process.argv;
const ROWS = 500;
const TAKEN = { name: 'taken', text: 'insert into taken (who, whom) values ($1, $2)' };
const SQL = `select u.id, u.cedula, u.nombre_completo, u.phone, u.role, u.created_at, r.status, r.answer, r.answered_at, r.error_code
  from accounts.users u left join census.records r on r.user_id = u.id
  where u.referrer_id = $1 order by u.created_at desc, u.id desc`;

interface Joined {
  id: string;
  cedula: string;
  nombre_completo: string;
  phone: string;
  role: Role;
  created_at: Date;
  status: Status;
  answer: Answer | null;
  answered_at: Date | null;
  error_code: FailureKind | null;
}

const rowOf = (row: Joined): ExportRow => ({
  user: {
    ...{
      id: row.id,
      cedula: row.cedula,
      nombreCompleto: row.nombre_completo,
      phone: row.phone,
      role: row.role,
    },
    createdAt: row.created_at.toISOString(),
  },
  answer: {
    ...{ userId: row.id, status: row.status, answer: row.answer, error: row.error_code },
    answeredAt: row.answered_at?.toISOString() ?? null,
  },
});

const trail = new pg.Client({ connectionString });
await trail.connect();
await trail.query('create table if not exists taken (at timestamptz default now(), who uuid, whom uuid[])');

async function* pages(): AsyncGenerator<ExportRow[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const cursor = client.query(new Cursor<Joined>(SQL, [referrerId]));
    let rows = await cursor.read(ROWS);
    while (rows.length > 0) {
      const whom = rows.map(({ id }) => id);
      // The next are on their way meanwhile, as in the portal.
      const [next] = await Promise.all([
        cursor.read(ROWS),
        trail.query({ ...TAKEN, values: [referrerId, whom] }),
      ]);
      yield rows.map(rowOf);
      rows = next;
    }
  } finally {
    await client.end();
  }
}

const server = createServer(async (request, response) => {
  const format = (request.url ?? '').slice(1) as ExportFormat;
  const file: Readable = await openExport(format, columnsFor(true), pages());
  file.pipe(response);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));
