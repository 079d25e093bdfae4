import { expect } from 'chai';
import { hosts } from '../../../../shared/config/variables/hosts.ts';

describe('BROWSER_HOSTS', () => {
  it('is a list of names, a star before one for all below it', () => {
    expect(hosts.parse('cdn.example.com, *.Example.org')).to.deep.equal(['cdn.example.com', '*.example.org']);
  });

  for (const text of [
    ...['*', '*.com', 'localhost', '127.0.0.1', '[::1]', 'https://cdn.example.com', 'cdn.example.com:8443'],
    ...['cdn.example.com,', 'cdn.*.com', 'a.example.com , EXCLUDE *', 'a b.example.com'],
  ])
    it(`refuses ${text}`, () => {
      expect(hosts.safeParse(text).success).to.equal(false);
    });
});
