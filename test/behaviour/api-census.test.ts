import { expect } from 'chai';
import type { CensusView } from '../../shared/contract/census.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula, settled } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes('The JSON API of the census', null, (system) => {
  const client = () => createClient(system().origin);
  /** Registered before the first test: their cooldown runs out while others work. */
  let early: { fine: Client; failed: Client };
  before(async () => {
    early = { fine: client(), failed: client() };
    await early.fine.register({ cedula: newCedula('00') });
    await early.failed.register({ cedula: newCedula('10') });
  });

  describe('shows the census answer', () => {
    /** Everybody registers at once, so that the tests do not wait for each other's lookups. */
    const people = new Map<string, Client>();
    const views: CensusView[] = [];
    let watching: Promise<unknown>;
    before(async () => {
      for (const suffix of ['00', '01', '02', '03', '10', '04']) people.set(suffix, client());
      await Promise.all(
        [...people].map(([suffix, person]) => person.register({ cedula: newCedula(suffix) })),
      );
      watching = eventually('the last attempt of who is blocked', async () => {
        const view = await people.get('04')?.census();
        if (view?.status === 'BLOCKED') views.push(view);
        return view?.status === 'BLOCKED' && view.nextAttemptAt === null;
      });
      watching.catch(() => undefined); // Its test says so.
    });
    const answerOf = (suffix: string): Promise<CensusView> => {
      const person = people.get(suffix);
      if (person === undefined) throw new Error(`nobody with ${suffix}`);
      return person.censusIn(settled);
    };

    it('from the queue to the voting place, in the shape of the contract', async () => {
      const view = await answerOf('00');
      expect(view).to.include({
        status: 'ACTIVE',
        attempt: 1,
        maxAttempts: 2,
        queue: null,
        nextAttemptAt: null,
        error: null,
      });
      expect(view.answer).to.have.all.keys(
        'kind',
        'departamento',
        'municipio',
        'puesto',
        'direccion',
        'mesa',
      );
      expect(Date.parse(view.answeredAt ?? '')).to.be.greaterThan(0);
    });

    const cases = [
      { suffix: '01', status: 'CANCELLED_DECEASED', kind: 'cancelled' },
      { suffix: '02', status: 'CANCELLED_OTHER', kind: 'cancelled' },
      { suffix: '03', status: 'NOT_FOUND', kind: 'not_found' },
    ] as const;
    for (const { suffix, status, kind } of cases) {
      it(`as ${status}`, async () => {
        const view = await answerOf(suffix);
        expect([view.status, view.answer?.kind]).to.deep.equal([status, kind]);
      });
    }

    it('as a captcha that only an operator can mend, without trying again', async () => {
      const view = await answerOf('10');
      expect(view).to.include({ status: 'ERROR', attempt: 1, nextAttemptAt: null });
      expect(view.error?.code).to.equal('captcha');
    });

    it('as a failure that is retried, and then final, with a code and a sentence', async () => {
      await watching;
      const [first, final] = [views.at(0), views.at(-1)];
      expect(first?.error?.code).to.equal('blocked');
      expect(first?.error?.message).to.match(/Lo intentaremos de nuevo/);
      expect(Date.parse(first?.nextAttemptAt ?? '')).to.be.greaterThan(0);
      expect(final).to.include({ attempt: 2, nextAttemptAt: null, answer: null });
      expect(final?.error?.message).to.match(/puede pedir una nueva consulta/);
    });
  });

  describe('refreshes', () => {
    it('not for a USER with a good answer (403), but after a failure (202), once in the cooldown (429)', async () => {
      const [fine, failed] = [early.fine, early.failed];
      await fine.censusIn(['ACTIVE']);
      expect((await fine.post('/me/census/refresh')).status).to.equal(403);

      await failed.censusIn(['ERROR']);
      const allowed = await eventually('the cooldown since registering is over', async () => {
        const reply = await failed.post('/me/census/refresh');
        return reply.status !== 429 && reply;
      });
      expect(allowed.status).to.equal(202);
      await failed.censusIn(['ERROR']);
      const tooSoon = await failed.post('/me/census/refresh');
      expect(tooSoon.status).to.equal(429);
      expect(Number(tooSoon.headers.get('retry-after'))).to.be.greaterThan(0);
    });

    it('only people whom a leader referred; a foreign and a missing person are refused alike', async () => {
      const leader = client();
      const { body } = await leader.login(admin);
      const referred = client();
      const { id: referredId } = (
        await referred.register({ cedula: newCedula('00'), ref: body.user.referralCode })
      ).body.user;
      const foreign = client();
      const { id: foreignId } = (await foreign.register({ cedula: newCedula('00') })).body.user;
      await referred.censusIn(['ACTIVE']);

      const missingId = crypto.randomUUID();
      const [toForeign, toMissing] = [
        await leader.post(`/referrals/${foreignId}/refresh`),
        await leader.post(`/referrals/${missingId}/refresh`),
      ];
      expect([toForeign.status, toMissing.status]).to.deep.equal([403, 403]);
      expect(toForeign.body).to.deep.equal(toMissing.body);

      const bulk = await leader.post<{ queued: number; skipped: { id: string; reason: string }[] }>(
        '/referrals/refresh',
        {
          ids: [foreignId, missingId],
        },
      );
      expect(bulk.status).to.equal(202);
      expect(bulk.body.queued).to.equal(0);
      expect(bulk.body.skipped.map(({ reason }) => reason)).to.deep.equal(['not_allowed', 'not_allowed']);

      const page = await leader.get<{ items: { user: { id: string }; census: { status: string } }[] }>(
        '/referrals?limit=100',
      );
      const row = page.body.items.find(({ user }) => user.id === referredId);
      expect(row?.census.status).to.equal('ACTIVE');
      expect(page.body.items.some(({ user }) => user.id === foreignId)).to.equal(false);
    });
  });
});
