import { expect } from 'chai';
import { browserEnv } from '../../../../services/scraper/browser/browser-env.ts';
import { launchFlags } from '../../../../services/scraper/browser/launch-flags.ts';

describe('A browser is started', () => {
  it('with its sandbox, unless told that it cannot start here', () => {
    expect(launchFlags()).to.not.include('--no-sandbox');
    expect(launchFlags({ sandbox: false })).to.include('--no-sandbox');
  });

  it('with the hosts that it may ask, below whatever pages and drivers do', () => {
    const rules = 'MAP * ~NOTFOUND';
    expect(launchFlags({ rules })).to.include(`--host-resolver-rules=${rules}`);
  });

  it('never in one process, and never without web security', () => {
    expect(launchFlags({ sandbox: false }))
      .to.not.include('--single-process')
      .and.not.include('--disable-web-security');
  });

  it('without our passwords and keys in its environment', () => {
    const ours = {
      PATH: '/bin',
      LC_ALL: 'C',
      DATABASE_URL: 'postgres://secret',
      TWOCAPTCHA_API_KEY: 'secret',
    };
    expect(browserEnv({}, ours)).to.deep.equal({ PATH: '/bin', LC_ALL: 'C' });
  });

  it('with what it needs itself in place of ours', () => {
    const env = browserEnv({ LD_LIBRARY_PATH: '/unpacked' }, { LD_LIBRARY_PATH: '/ours', HOME: undefined });
    expect(env).to.deep.equal({ LD_LIBRARY_PATH: '/unpacked' });
  });
});
