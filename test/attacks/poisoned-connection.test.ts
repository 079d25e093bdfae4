import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { openConnection, type RawConnection } from '../support/processes/raw-connection.ts';
import { inBothModes } from '../support/system/modes.ts';

/** Bytes that no compression makes fewer, the same in every run. */
const noise = (length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: length / 32 }, (_, n) => createHash('sha256').update(String(n)).digest()),
  );

const post = (path: string, headers: Record<string, string>, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: portal\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    ),
    body,
  ]);
const withLength = (path: string, headers: Record<string, string>, body: Buffer): Buffer =>
  post(path, { ...headers, 'Content-Length': String(body.length) }, body);

const NEXT = 'GET /healthz HTTP/1.1\r\nHost: portal\r\n\r\n';
const json = { 'Content-Type': 'application/json' };
const packed = gzipSync(noise(204 * 1_024));

const attacks: { what: string; bytes: Buffer; status: number }[] = [
  {
    what: '204 KB of packed JSON',
    bytes: withLength('/api/v1/login', { ...json, 'Content-Encoding': 'gzip' }, packed),
    status: 415,
  },
  {
    what: '204 KB of a packed form',
    bytes: withLength(
      '/login/',
      { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Encoding': 'gzip' },
      packed,
    ),
    status: 415,
  },
  {
    what: 'a form that is too large',
    bytes: withLength(
      '/login/',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      Buffer.alloc(800_000, 'a'),
    ),
    status: 413,
  },
  {
    what: 'JSON that is too large, in chunks',
    bytes: post(
      '/api/v1/login',
      { ...json, 'Transfer-Encoding': 'chunked' },
      Buffer.from(`${(300_000).toString(16)}\r\n${'a'.repeat(300_000)}\r\n0\r\n\r\n`),
    ),
    status: 413,
  },
  {
    what: 'a body of another kind',
    bytes: withLength('/api/v1/login', { 'Content-Type': 'text/plain' }, Buffer.alloc(300_000, 'a')),
    status: 415,
  },
  {
    what: 'a body to an address that is none',
    bytes: withLength('/nada/', json, Buffer.alloc(300_000, 'a')),
    status: 404,
  },
  {
    what: 'a body that never comes whole',
    bytes: post(
      '/api/v1/login',
      { 'Content-Type': 'text/plain', 'Content-Length': '500000' },
      Buffer.alloc(1_000, 'a'),
    ),
    status: 415,
  },
  {
    what: 'a body without an end',
    bytes: post(
      '/nada/',
      { ...json, 'Transfer-Encoding': 'chunked' },
      Buffer.from(`${(2_000_000).toString(16)}\r\n${'a'.repeat(2_000_000)}\r\n`),
    ),
    status: 404,
  },
];

inBothModes('A stranger who sends what nobody reads', 'attacked', (system) => {
  const open: RawConnection[] = [];
  after(() => {
    for (const one of open) one.close();
  });

  for (const { what, bytes, status } of attacks)
    it(`leaves nobody else waiting on the proxy’s connection: ${what}`, async () => {
      const connection = await openConnection(system().origin);
      open.push(connection);
      connection.write(bytes);
      await connection.answered(1);
      const [answer = ''] = connection.received().split('\r\n\r\n');
      if (answer !== '') {
        expect(answer).to.match(new RegExp(`^HTTP/1.1 ${status} `));
        expect(answer.toLowerCase()).to.include('connection: close');
      }
      // The proxy gives the connection to the next person, unless it was closed.
      connection.write(NEXT);
      const next = await connection.answered(2);
      expect(next, connection.received().slice(-200)).to.equal('closed');
    });

  it('is answered on the same connection again when everything was read', async () => {
    const connection = await openConnection(system().origin);
    open.push(connection);
    connection.write(withLength('/api/v1/login', json, Buffer.from('{"cedula":"1"}')));
    await connection.answered(1);
    connection.write(NEXT);
    expect(await connection.answered(2)).to.equal('answered');
  });
});
