import { expect } from 'chai';
import type { UserRow } from '../../../../services/accounts/store/entities.ts';
import { after, cursorOf } from '../../../../services/accounts/users/page.ts';
import { referralSorts } from '../../../../shared/contract/accounts.ts';
import { CURSOR_MAX } from '../../../../shared/contract/action.ts';
import { isAppError } from '../../../../shared/errors.ts';
import { NAME_MAX } from '../../../../shared/person/name.ts';
import { PLACE_MAX } from '../../../../shared/place/municipio-key.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

const refusalOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return isAppError(error) ? [error.status, Object.keys(error.fields ?? {})] : error;
  }
  return null;
};

describe('Where a page of a list goes on', () => {
  it('is read from a cursor that the list gave', () => {
    expect(refusalOf(() => after('recent', cursor('2026-05-31T15:00:00.000Z', ID)))).to.equal(null);
    expect(refusalOf(() => after('oldest', cursor('2026-05-31T15:00:00.000Z', ID)))).to.equal(null);
    expect(refusalOf(() => after('name', cursor('Ñáñez, Ana', ID)))).to.equal(null);
  });

  for (const moment of [
    '+275760-09-13T00:00:00.000Z',
    '-271821-04-20T00:00:00.000Z',
    '-000001-01-01T00:00:00.000Z',
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '2026-02-30T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-05-31',
    '2026-05-31T15:00:00.000-05:00',
    '31 May 2026 UTC',
    '1e15',
    '0',
    'Infinity',
    'NaN',
    '',
  ]) {
    it(`is refused beside the cursor for a moment such as "${moment}"`, () => {
      for (const sort of ['recent', 'oldest'] as const)
        expect(refusalOf(() => after(sort, cursor(moment, ID)))).to.deep.equal([400, ['cursor']]);
    });
  }

  const broken: [string, string][] = [
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('[1').toString('base64url')],
    ['no pair', cursor('2026-05-31T15:00:00.000Z')],
    ['a number for a key', cursor(1e300, ID)],
    ['no id', cursor('2026-05-31T15:00:00.000Z', '1')],
    ['a negative id', cursor('2026-05-31T15:00:00.000Z', -1)],
    ['a zero byte', cursor('A\0', ID)],
    ['half of a character', Buffer.from(`["\\ud800","${ID}"]`).toString('base64url')],
    ['a key without end', cursor('A'.repeat(2 * NAME_MAX + 1), ID)],
  ];
  for (const [what, given] of broken) {
    it(`is refused beside the cursor for what is ${what}`, () => {
      for (const sort of ['recent', 'name'] as const)
        expect(refusalOf(() => after(sort, given))).to.deep.equal([400, ['cursor']]);
    });
  }
});

describe('The cursor of a list', () => {
  const long = (letters: number) => '𐐨'.repeat(letters);
  const row = {
    ...{ id: crypto.randomUUID(), createdAt: new Date('2026-05-31T15:00:00Z'), censusStatus: 'ACTIVE' },
    ...{ nombreCompleto: long(NAME_MAX), censusMunicipio: long(PLACE_MAX / 2) },
    ...{ censusPuesto: long(PLACE_MAX / 2), censusMesa: long(10) },
  } as UserRow;

  for (const sort of referralSorts)
    it(`by ${sort} fits where it is given, also behind the longest name and place in the longest letters`, () => {
      const cursor = cursorOf(sort, row);

      expect(cursor.length).to.be.at.most(CURSOR_MAX);
      expect(() => after(sort, cursor)).not.to.throw();
    });

  it('is none of another order', () => {
    const other = refusalOf(() => after('puesto', cursorOf('name', row)));
    expect(other).to.deep.equal([400, ['cursor']]);
    expect(refusalOf(() => after('recent', cursorOf('mesa', row)))).to.deep.equal([400, ['cursor']]);
  });
});
