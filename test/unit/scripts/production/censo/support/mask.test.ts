import { expect } from 'chai';
import { createMask } from '../../../../../../scripts/production/censo/support/mask.ts';
import {
  describeSettings,
  hiddenValues,
} from '../../../../../../scripts/production/censo/support/settings.ts';
import { readVocabulary } from '../../../../../../scripts/production/censo/support/vocabulary.ts';

describe('What is sent to somebody who helps', () => {
  const mask = createMask(['muy-secreta'], readVocabulary());

  for (const [what, text] of Object.entries({
    'a cédula': 'census.due failed for 1032456789',
    'a cédula as people write it': 'person 1.032.456.789 was',
    'a cédula with other points': "person 1'032'456'789 and 1,032,456,789",
    'a cédula that is stuck to a word': 'cc1032456789x',
    'a telephone': 'sent to +57 300 123 4567',
    'a mail': 'from perengano.z@correo.example',
    'a name': 'leader Perengano Zutánez asked',
    'a name in small letters': 'perengano zutánez',
    'an address with a password': 'postgres://censo:muy-secreta@10.1.2.3:5432/censo?x=1032456789',
    'a secret': 'key muy-secreta was refused',
    'a token': 'cookie sid=Zk9qT3xWv8Lr2Jm5Bn7Yc4Hd1Gf6',
    'where somebody comes from': 'from 181.49.22.7 and 2800:484:1:2::9',
  })) {
    it(`has not ${what}`, () => {
      expect(mask.line(text)).not.to.match(
        /1032456789|032.456|300.123|correo|perengano|zut.nez|muy-secreta|10\.1\.2|Zk9q|3xWv8|181\.49|2800:484/i,
      );
    });
  }

  it('has what is of the product: words, codes, moments, figures', () => {
    const line =
      '2026-03-01T07:17:00.000Z WARN census: postgres is away, next try in 250 ms (57P01 ECONNREFUSED), lease 12 of 30';
    expect(mask.line(line)).to.equal(line);
    const figures =
      'censo_queue_records{status="PENDING",instance="Zutánez"} 123456\nx_bucket{le="0.005"} 1032456';
    expect(mask.metrics(figures)).to.equal(
      'censo_queue_records{status="PENDING",instance="***"} 123456\nx_bucket{le="0.005"} 1032456',
    );
    const plan = 'Seq Scan on users  (cost=0.00..25123.00 rows=1000000 width=16)';
    expect(mask.plan(plan)).to.include('(cost=0.00..25123.00 rows=1000000 width=16)');
    expect(mask.row({ bytes: '8192000', live: 100_000, reason: 'Zutánez' })).to.equal(
      '{"bytes":"8192000","live":100000,"reason":"***"}',
    );
  });

  it('calls the same person the same, and another another', () => {
    const [one, other] = ['b7a1d6f2-1111-4222-8333-444455556666', 'b7a1d6f2-1111-4222-8333-444455556667'];
    const [first, second, third] = [one, other, one].map((id) => mask.line(`person ${id}`));
    expect(first)
      .to.match(/^person id-\d+$/)
      .and.equal(third);
    expect(second).not.to.equal(first);
  });

  it('has of the settings numbers and choices, and of the rest that it is there', () => {
    const env = {
      SPACING_MS: '9000',
      LEASE_S: '1032456789 Perengano',
      DATABASE_URL: 'postgres://censo_accounts:muy-secreta@db.example.org/censo',
      FACTOR_KEY_FILE: '/keys/FACTOR_KEY',
      ADMIN_CEDULA: '1032456789',
      LOG_LEVEL: '',
    };
    const lines = describeSettings(env);
    expect(lines).to.include.members([
      'SPACING_MS=9000',
      'LEASE_S: (puesta)',
      'DATABASE_URL: (puesta)',
      'FACTOR_KEY: (puesta, en un archivo)',
      'ADMIN_CEDULA: (puesta)',
      'LOG_LEVEL: (sin poner)',
    ]);
    expect(hiddenValues(env)).to.include.members(['muy-secreta', '1032456789']);
  });
});
