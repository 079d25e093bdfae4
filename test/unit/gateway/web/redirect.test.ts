import { expect } from 'chai';
import { localPath } from '../../../../services/gateway/web/redirect.ts';

describe('Where to go after login', () => {
  for (const path of [
    '/',
    '/perfil/',
    '/referidos/?status=errores&q=a%20b#lista',
    '/a//b',
    '/perfil/../censo/',
  ]) {
    it(`is a path of this portal: ${path}`, () => {
      expect(localPath(path)).to.equal(path === '/perfil/../censo/' ? '/censo/' : path);
    });
  }

  const elsewhere: [what: string, given: unknown][] = [
    ['an address', 'https://example.com/'],
    ['an address without scheme', '//example.com/'],
    ['backslashes', '/\\example.com/'],
    ['two backslashes', '\\\\example.com/'],
    ['a tab that browsers drop', '/\t/example.com/'],
    ['a line end that browsers drop', '/\n/example.com/'],
    ['dots that leave two slashes', '/..//example.com/'],
    ['a dot that leaves two slashes', '/.//example.com/'],
    ['an escaped dot that leaves two slashes', '/%2e//example.com/'],
    ['a folder left to two slashes', '/perfil/..//example.com/'],
    ['a dot and backslashes', '/.\\\\example.com/'],
    ['a script', 'javascript:alert(1)'],
    ['a path without its slash', 'perfil/'],
    ['a space before', ' /perfil/'],
    ['nothing', ''],
    ['no text', undefined],
    ['two values', ['/perfil/', '/censo/']],
  ];
  for (const [what, given] of elsewhere) {
    it(`is home for ${what}`, () => {
      expect(localPath(given)).to.equal('/');
    });
  }

  it('never is what a browser takes for another site', () => {
    const portal = 'https://portal.example.com';
    const pieces = ['/', '\\', '.', '..', '%2e', '\t', 'example.com', '@', ':', '?', '#'];
    for (const first of pieces)
      for (const second of pieces)
        for (const third of pieces) {
          const given = `/${first}${second}${third}//example.org/`;
          expect(new URL(localPath(given), portal).origin, JSON.stringify(given)).to.equal(portal);
        }
  });
});
