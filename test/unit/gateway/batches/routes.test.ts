import { expect } from 'chai';
import { type Role, roles } from '../../../../shared/contract/accounts.ts';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

const PERSON = crypto.randomUUID();
const LEADING: readonly Role[] = ['LEADER', 'COORDINATOR', 'ADMIN'];

describe('A refresh of many', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) => ({
        user: personWith({ role: token.replace(/_+$/, '') as Role }),
      }),
      'census.batchAdd': () => ({
        batchId: null,
        queued: 0,
        skipped: [{ id: PERSON, reason: 'not_allowed' }],
      }),
    });
  });
  after(() => app.close());

  for (const path of ['/api/v1/referrals/refresh', '/api/v1/batches']) {
    for (const role of roles) {
      const allowed = LEADING.includes(role);
      it(`at ${path} is ${allowed ? 'taken from' : 'refused to'} a ${role}, whatever is sent`, async () => {
        const send = async (body: object) =>
          (
            await app.ask(path, {
              method: 'POST',
              headers: { cookie: `censo-session=${tokenOf(role)}`, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            })
          ).status;
        expect(await send({ ids: [PERSON] })).to.equal(allowed ? 202 : 403);
        expect(await send({ ids: [] })).to.equal(allowed ? 400 : 403);
        expect(await send({})).to.equal(allowed ? 400 : 403);
      });
    }
  }
});
