import { expect } from 'chai';
import { startCommand } from '../../../../../services/scraper/browser/confinement/start-command.ts';

const ENV = {
  PATH: '/bin',
  LANG: 'es_CO.UTF-8',
  HOME: '/root',
  USER: 'root',
  XDG_CACHE_HOME: '/root/.cache',
};

describe('A browser that is started apart', () => {
  it('as another user is told nothing of this one', () => {
    const { program, env } = startCommand('/usr/bin/chromium', { kind: 'user', uid: 64_064 }, ENV);
    expect(program).to.match(/start-apart\.sh$/);
    expect(env).to.deep.equal({
      ...{ PATH: '/bin', LANG: 'es_CO.UTF-8' },
      ...{ CENSO_BROWSER: '/usr/bin/chromium', CENSO_APART: 'uid:64064' },
    });
  });

  it('in a namespace keeps its environment', () => {
    const { env } = startCommand('/usr/bin/chromium', { kind: 'namespace' }, ENV);
    expect(env).to.deep.equal({ ...ENV, CENSO_BROWSER: '/usr/bin/chromium', CENSO_APART: 'namespace' });
  });

  it('is started as it is when nothing separates it', () => {
    expect(startCommand('/usr/bin/chromium', { kind: 'none' }, ENV)).to.deep.equal({
      program: '/usr/bin/chromium',
      env: ENV,
    });
  });
});
