import { expect } from 'chai';
import { masked } from '../../../shared/log/mask.ts';

describe('A line of the log', () => {
  for (const [what, line] of Object.entries({
    'a cédula': 'record of 1032456789 is locked',
    'a cédula as people write it': 'record of 1.032.456.789 is locked',
    'a cédula with other points': "record of 1'032'456'789, or 1,032,456,789",
    'a cédula in an address': 'GET /api/v1/nada/1032456789 → 500 internal',
    'an old cédula': 'record of 32.456.789 is locked',
    'a telephone': 'no way to +57 300 123 4567',
    'a mail': 'no way to perengano.z@correo.example',
    'what somebody searched for': 'GET /referidos/?q=Perengano&pagina=2 → 500',
    'a link that is good once': 'GET https://portal.example/recuperar/?llave=Zk9qT3xWv8Lr',
    'a token': 'cookie Zk9qT3xWv8Lr2Jm5Bn7Yc4Hd1Gf6aB0cD3eF5gH7iJ9 was refused',
    'a signed token': 'eyJhbGciOiJFZERTQSJ9eyJ0.eyJzdWIiOiJQZXJlbmdhbm8ifQ.Zk9qT3xWv8Lr2Jm5Bn7Yc4 is over',
    'the password of a server': 'connect postgres://censo:muy-secreta@db.example:5432/censo failed',
    'the values of a statement':
      'outbox waits: DriverException: insert into "accounts"."users" ("full_name") values (\'Perengano\') - deadlock',
    'the values of a statement, without the error it was in':
      'insert into "accounts"."users" ("full_name") values (\'Perengano\')',
    'what Postgres says of a row': 'duplicate key: Key (full_name)=(Perengano) already exists.',
    'what Postgres says of a row that fails a check':
      'violates check constraint "x": Failing row contains (7, Perengano).',
    'what Postgres could not read': 'invalid input syntax for type uuid: "Perengano"',
    'what a parser could not read': 'SyntaxError: Unexpected token \'P\', "Perengano" is not valid JSON',
  }))
    it(`has not ${what}`, () => {
      expect(masked(line)).not.to.match(
        /32456789|32.456.789|123 ?4567|correo|Perengano|llave=|Zk9q|muy-secreta|eyJ/,
      );
    });

  it('has what we write: ids, moments, hashes, processes, figures and places in sources', () => {
    for (const line of [
      'lookup of user 3ef90c5f-0b3c-4063-8b5c-444455556666, attempt 1, lane directa, trace 921a2cd7-a1e0-4239-befe-3c66b9966fce: active',
      'lookup of user 3ef90c5f-0b3c-4063-8b5c-444455556666, attempt 2, lane directa@wsp, trace 921a2cd7-a1e0-4239-befe-3c66b9966fce: active',
      `the trail's chain ends at 1234567:${'0123456789abcdef'.repeat(4)}`,
      `erased ${'0123456789abcdef'.repeat(4)} 2026-03-01T07:17:00.000Z sin-sello`,
      'process accounts.vm-1234567 has ended',
      'event accounts-12345678 passed over: user.registered breaks its rule: cedula',
      'event #123456789 passed over',
      'no lookup for 3600000 ms: ECONNREFUSED 127.0.0.1:44577',
      'NATS (10.43.120.200:4222) is away: services are called directly until it is back',
      'browser: 156.0.8078.108 at /usr/lib/chromium/chromium (installed)',
      'browser launched {"driver":"rebrowser-playwright","version":"156.0.8078.108","pid":1234567,"ms":2818}',
      '    at main (file:///censo/dist/chunk-ABCDEFGH.mjs:123456:7)',
      'portal on port 65535',
      'waiting for Postgres (accounts) (0 of 900 s): connect ECONNREFUSED 127.0.0.1:5432',
    ])
      expect(masked(line)).to.equal(line);
  });
});
