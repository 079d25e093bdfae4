import { expect } from 'chai';
import type { UserRow } from '../../../services/accounts/persistence/entities.ts';
import { after, cursorOf } from '../../../services/accounts/referrals/page-cursor.ts';
import { CURSOR_MAX } from '../../../shared/contract/action.ts';
import { NAME_MAX } from '../../../shared/person/name.ts';

describe('The cursor of a list by name', () => {
  it('fits where it is given, also behind the longest name in the longest letters', () => {
    const nombreCompleto = '𐐨'.repeat(NAME_MAX);
    const row = { id: crypto.randomUUID(), nombreCompleto } as UserRow;

    const cursor = cursorOf('name', row);

    expect(cursor.length).to.be.at.most(CURSOR_MAX);
    expect(() => after('name', cursor)).not.to.throw();
  });
});
