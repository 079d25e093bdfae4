import { expect } from 'chai';
import { roleUrlsOf } from '../../../../shared/persistence/roles/role-urls.ts';

describe('The address of a role', () => {
  it('is the administrator’s with its own name and password, and all else as it was', () => {
    const urls = roleUrlsOf('postgres://censo:jefe@db.example.org:5433/censo?sslmode=verify-full', {
      accounts: 'a:b@c/ñ%',
    });
    expect(urls.accounts).to.equal(
      'postgres://censo_accounts:a%3Ab%40c%2F%C3%B1%25@db.example.org:5433/censo?sslmode=verify-full',
    );
    expect(urls.census).to.equal('postgres://censo_census@db.example.org:5433/censo?sslmode=verify-full');
    expect(JSON.stringify(urls)).not.to.include('jefe');
  });
});
