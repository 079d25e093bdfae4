import { expect } from 'chai';
import { createSolver } from '../../../../services/scraper/plugins/solvers.ts';
import { AppError } from '../../../../shared/errors.ts';
import { eventually } from '../../../support/eventually.ts';
import { startFakeTwoCaptcha } from '../captcha/twocaptcha/support/fake-twocaptcha.ts';
import { API_KEY, never, RECAPTCHA } from '../captcha/twocaptcha/support/solving.ts';

const log = { info: () => {}, warn: () => {} };

describe('The captcha solver', () => {
  it('none solves nothing, needs no key and says where to read on', async () => {
    const solver = createSolver({ name: 'none', apiKey: undefined, baseUrl: 'http://127.0.0.1:9', log });
    expect(solver.name).to.equal('none');
    const solution = await solver.solve(RECAPTCHA, never);
    expect(solution.kind === 'none' && solution.error.code).to.equal('captcha_no_solver');
  });

  it('twocaptcha asks the service at the address that it is given', async () => {
    const api = await startFakeTwoCaptcha({});
    try {
      const solver = createSolver({ name: 'twocaptcha', apiKey: API_KEY, baseUrl: api.url, log });
      expect(solver.name).to.equal('twocaptcha');
      const ending = new AbortController();
      const solved = solver.solve(RECAPTCHA, ending.signal).catch(() => 'aborted');
      await eventually('a call', () => api.calls.length > 0);
      ending.abort();
      expect(await solved).to.equal('aborted');
    } finally {
      await api.close();
    }
  });

  it('twocaptcha without a key is refused when it is made', () => {
    for (const apiKey of [undefined, '']) {
      expect(() => createSolver({ name: 'twocaptcha', apiKey, baseUrl: 'https://api.2captcha.com', log }))
        .to.throw(AppError, 'TWOCAPTCHA_API_KEY')
        .and.to.include({ code: 'captcha_no_key' });
    }
  });
});
