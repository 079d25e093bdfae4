import { expect } from 'chai';
import { waysOf } from '../../../services/scraper/ways.ts';
import { loadConfig } from '../../../shared/config/load.ts';
import type { Call } from '../../../shared/moleculer/call.ts';

const nobody = (async () => {
  throw new Error('nobody is asked');
}) as unknown as Call;
const ways = async (env: Record<string, string>) =>
  (await waysOf(loadConfig({ NODE_ENV: 'test', ...env }, ['scraper'], { isMember: false }), nobody)).map(
    ({ name, plugin, site, isNext }) => [name, plugin.name, site, isNext],
  );
const PAGE = 'https://consultacenso.registraduria.gov.co/consultar/';

describe('The ways of a scraper', () => {
  it('are its lanes alone where there is one source', async () => {
    expect(await ways({})).to.deep.equal([['directa', 'consultacenso', '', false]]);
  });

  it('are the lanes by the first source, then those by the next, whose pages are one site in the simulator and at the Registraduría', async () => {
    const both = [
      ['directa', 'consultacenso', '', false],
      ['directa@wsp', 'wsp', '', true],
    ];
    expect(await ways({ SOURCE: 'consultacenso, wsp' })).to.deep.equal(both);
    const NEXT_URLS = 'https://wsp.registraduria.gov.co/censo/consultar/';
    expect(await ways({ SOURCE: 'consultacenso,wsp', REGISTRADURIA_URL: PAGE, NEXT_URLS })).to.deep.equal(
      both,
    );
  });

  it('keep a pace of their own at another site', async () => {
    const env = { REGISTRADURIA_URL: 'http://127.0.0.1:1/a/', NEXT_URLS: 'http://localhost:1/b/' };
    expect((await ways({ SOURCE: 'wsp,consultacenso', ...env }))[1]).to.deep.equal([
      ...['directa@consultacenso', 'consultacenso', 'localhost', true],
    ]);
  });

  for (const [what, env] of Object.entries({
    'a source twice': { SOURCE: 'wsp,wsp' },
    'a source that nobody knows': { SOURCE: 'wsp,otra' },
    'an address that is missing': { SOURCE: 'consultacenso,wsp', REGISTRADURIA_URL: PAGE },
    'an address too many': { REGISTRADURIA_URL: PAGE, NEXT_URLS: PAGE },
    'real and invented answers together': {
      ...{ SOURCE: 'consultacenso,wsp', REGISTRADURIA_URL: PAGE, NEXT_URLS: 'http://127.0.0.1:1/' },
    },
  }))
    it(`are refused with ${what}`, async () => {
      const refused = await ways(env as Record<string, string>).catch(
        (error: { code: string }) => error.code,
      );
      expect(refused).to.equal('config_invalid');
    });
});
