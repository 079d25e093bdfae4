import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  type Answer,
  created,
  echo,
  html,
  json,
  ready,
  refusing,
  reset,
  startFakeTwoCaptcha,
} from './support/fake-twocaptcha.ts';
import { API_KEY, benchFor, never, RECAPTCHA } from './support/solving.ts';

/** Looks like an error code, so that only its being the key keeps it out. */
const KEY_LIKE_A_CODE = 'ERROR_LIKE_KEY';

const echoed =
  (make: (key: string) => Answer): Answer =>
  (response, call) =>
    make(String(call.body.clientKey))(response, call);

describe('The key of 2captcha', () => {
  const services: Record<string, Parameters<typeof startFakeTwoCaptcha>[0]> = {
    'that solves': {},
    'that refuses': { createTask: [refusing('ERROR_KEY_DOES_NOT_EXIST')] },
    'that repeats the key in every field': { createTask: [echo] },
    'that repeats the key with the result': { createTask: [created], getTaskResult: [echo] },
    'that has the key for an error code': { createTask: [echoed((key) => refusing(key))] },
    'that has the key, in capitals, within a code': {
      createTask: [echoed((key) => refusing(`ERROR_KEY_${key.toUpperCase()}`))],
    },
    'that repeats the key in a broken answer': {
      createTask: [
        (response, { body }) => {
          response.end(`${body.clientKey} is not known`);
        },
      ],
    },
    'that has the key for a price': {
      getTaskResult: [
        echoed((key) => json({ errorId: 0, status: 'ready', solution: { token: 't' }, cost: key })),
      ],
    },
    'that redirects with the key': {
      createTask: [
        (response, { body }) => {
          response.writeHead(302, { location: `/?key=${body.clientKey}` }).end();
        },
      ],
    },
    'that breaks the connection': { createTask: [created], getTaskResult: [reset] },
    'that fails once': { createTask: [html(500), created], getTaskResult: [ready()] },
  };

  for (const apiKey of [API_KEY, KEY_LIKE_A_CODE]) {
    for (const [service, script] of Object.entries(services)) {
      it(`${apiKey === API_KEY ? '' : 'that looks like a code '}is in no log line, error or address, with a service ${service}`, async () => {
        const api = await startFakeTwoCaptcha(script);
        try {
          const bench = benchFor(api.url, { apiKey });
          const solution = await bench.solver.solve(RECAPTCHA, never);
          const seen = [
            ...bench.lines,
            inspect(solution, { depth: 9, showHidden: true }),
            inspect(bench.solver, { depth: 9, showHidden: true }),
            ...api.calls.flatMap(({ url, headers }) => [url, headers]),
          ].join('\n');
          expect(seen.toLowerCase()).not.to.contain(apiKey.toLowerCase());
          expect(bench.lines, 'something was logged').not.to.deep.equal([]);
          expect(api.calls[0]?.body.clientKey, 'and the service got it').to.equal(apiKey);
        } finally {
          await api.close();
        }
      });
    }
  }

  it('is in the body of a call only, and neither is the token logged', async () => {
    const api = await startFakeTwoCaptcha({ getTaskResult: [ready({ token: 'the-secret-token' })] });
    try {
      const bench = benchFor(api.url);
      await bench.solver.solve(RECAPTCHA, never);
      expect(bench.lines.join('\n')).not.to.contain('the-secret-token');
    } finally {
      await api.close();
    }
  });
});
