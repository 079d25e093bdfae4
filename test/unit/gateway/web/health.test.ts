import { expect } from 'chai';
import type { Ctx } from '../../../../services/gateway/context.ts';
import { portalReadiness, readyz } from '../../../../services/gateway/web/health.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

describe('GET /readyz of the portal', () => {
  let clock: FakeClock;
  let asked: string[];
  let census: () => Promise<boolean>;
  let hit: () => Promise<{ status: number; body: unknown }>;

  beforeEach(() => {
    clock = createFakeClock();
    asked = [];
    census = async () => true;
    const call = (async (name: string) => {
      asked.push(name);
      return name === 'census.ready' ? census() : true;
    }) as Call;
    const portal = portalReadiness(call, clock);
    hit = async () => {
      const ctx = { portal, status: 404, body: undefined };
      await readyz(ctx as unknown as Ctx);
      return { status: ctx.status, body: ctx.body };
    };
  });

  it('names the services behind it, and is 200 when both answer', async () => {
    expect(await hit()).to.deep.equal({
      status: 200,
      body: { status: 'ready', parts: { accounts: 'ok', census: 'ok' } },
    });
  });

  for (const [what, answer] of [
    ['says no', async () => false],
    ['cannot be asked', () => Promise.reject(new Error('away'))],
  ] as const) {
    it(`is 503 when one ${what}, and says which`, async () => {
      census = answer;
      expect(await hit()).to.deep.equal({
        status: 503,
        body: { status: 'waiting', parts: { accounts: 'ok', census: 'down' } },
      });
    });
  }

  it('asks them once a second, however many hit it: anybody may', async () => {
    await Promise.all(Array.from({ length: 50 }, hit));
    await clock.pass(999);
    await hit();
    expect(asked).to.have.members(['accounts.ready', 'census.ready']);

    await clock.pass(1);
    census = async () => false;
    expect((await hit()).status).to.equal(503);
    expect(asked).to.have.lengthOf(4);
  });
});
