import { expect } from 'chai';
import { siteOf } from '../../../../services/scraper/pace/site.ts';

const of = (host: string) => siteOf(new URL(`https://${host}/consultar/`));

describe('The site of a host', () => {
  it('is one for all that somebody has registered, whose pages are asked at one pace', () => {
    for (const host of [
      'consultacenso.registraduria.gov.co',
      'wsp.registraduria.gov.co',
      'registraduria.gov.co',
    ])
      expect(of(host), host).to.equal('registraduria.gov.co');
    expect(of('a.b.example.org')).to.equal('example.org');
  });

  it('is another for another name or machine', () => {
    expect(of('otra.gov.co')).to.equal('otra.gov.co');
    expect(of('127.0.0.1:8080')).to.equal('127.0.0.1');
    expect(of('10.0.0.12')).not.to.equal(of('10.1.0.12'));
    expect(of('[::1]:99')).to.equal('[::1]');
    expect(of('localhost')).to.equal('localhost');
  });
});
