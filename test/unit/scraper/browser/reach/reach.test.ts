import { expect } from 'chai';
import { createReach, hostRules } from '../../../../../services/scraper/browser/reach/reach.ts';

const TARGET = 'https://consultacenso.registraduria.gov.co/consultar/';

describe('What a page may ask', () => {
  const reach = createReach({ target: TARGET, hosts: ['www.google.com', '*.example.com'] });
  const allows = (address: string): boolean => reach.allows(new URL(address));

  it('is the target, by scheme, host and port', () => {
    expect(allows('https://consultacenso.registraduria.gov.co/back/api/consulta')).to.equal(true);
    expect(allows('wss://consultacenso.registraduria.gov.co/canal')).to.equal(true);
    expect(allows('https://consultacenso.registraduria.gov.co:8443/')).to.equal(false);
    expect(allows('http://consultacenso.registraduria.gov.co/')).to.equal(false);
  });

  it("is what the source names, over https:// and on its usual port only, and is no place for the page's own visit", () => {
    expect(allows('https://www.google.com/recaptcha/api.js')).to.equal(true);
    expect(allows('https://a.b.example.com/')).to.equal(true);
    expect(reach.isTarget(new URL('https://www.google.com/'))).to.equal(false);
    for (const address of [
      'http://www.google.com/',
      'https://www.google.com:444/',
      'https://example.com/',
      'https://notexample.com/',
      'https://www.google.com.attacker.example/',
      'https://www.google.com@attacker.test/',
    ])
      expect(allows(address), address).to.equal(false);
  });

  it('is nothing of this machine or its network, unless the target is there', () => {
    for (const address of ['http://169.254.169.254/', 'http://127.0.0.1:9464/metrics', 'http://[::1]:9465/'])
      expect(allows(address), address).to.equal(false);
    expect(reach.privateAllowed).to.equal(false);
    const here = createReach({ target: 'http://127.0.0.1:8081/consultar/' });
    expect(here.privateAllowed).to.equal(true);
    expect(here.allows(new URL('http://127.0.0.1:8081/otra'))).to.equal(true);
    expect(here.allows(new URL('http://127.0.0.1:9464/metrics'))).to.equal(false);
    expect(here.allows(new URL('http://localhost:8081/'))).to.equal(false);
  });

  it('is told to Chromium in the same words: the target and proxies with their ports, all else not found', () => {
    expect(
      hostRules(
        TARGET,
        ['www.google.com', '*.example.com'],
        ['http://proxy.test:3128', 'socks5://other.test'],
      ),
    ).to.equal(
      'MAP consultacenso.registraduria.gov.co:443 consultacenso.registraduria.gov.co:443 , ' +
        'MAP proxy.test:3128 proxy.test:3128 , MAP other.test:1080 other.test:1080 , MAP * ~NOTFOUND , ' +
        'EXCLUDE www.google.com , EXCLUDE *.example.com',
    );
  });
});
