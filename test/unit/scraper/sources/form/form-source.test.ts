import { expect } from 'chai';
import { noSolver } from '../../../../../services/scraper/captcha/none.ts';
import { consultacenso } from '../../../../../services/scraper/sources/consultacenso/consultacenso.ts';
import { PATIENCE } from '../../../../../services/scraper/sources/form/patience.ts';
import type { Outcome } from '../../../../../shared/contract/outcome.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { ACTIVE, CEDULA } from '../../../../support/official/fixture.ts';
import { TABLE } from '../../../../support/official/form-page.ts';
import { type FakeModel, fakePage, model } from './fake-page.ts';
import { GATE, without } from './page-fault.ts';
import { READY_FAULTS } from './ready-faults.ts';
import { answered, SENDING_FAULTS } from './sending-faults.ts';

const run = async (changes: Partial<FakeModel>, deadlineMs?: number) => {
  const clock = createFakeClock();
  const fake = fakePage(clock, model({ onPress: [answered], ...changes }));
  if (deadlineMs !== undefined) fake.time.begin(deadlineMs);
  if (consultacenso.via !== 'browser') throw new Error('no form');
  const source = consultacenso.open({ ...fake, solver: noSolver });
  const outcome = await clock.run(source.lookup(CEDULA, new AbortController().signal));
  return { outcome, ms: fake.tookMs(), kept: fake.kept, pressedAt: fake.pressedAt() };
};

describe('A lookup’s steps', () => {
  it('lead to the answer in as long as the page takes, and the wait for a late widget', async () => {
    const { outcome, ms } = await run({});
    expect(outcome).to.deep.equal(ACTIVE);
    expect(ms).to.be.below(2_500);
  });

  it('have bounds that are less than the whole lookup has, all together', () => {
    const { openMs, readyMs, fillMs, tokenMs, submitMs, answerMs } = PATIENCE;
    expect(openMs + readyMs + fillMs + tokenMs + submitMs + answerMs).to.be.at.most(110_000);
  });

  for (const [what, changes, kind, detail, withinS] of [...READY_FAULTS, ...SENDING_FAULTS]) {
    it(`end with ${kind} within ${withinS} s when ${what}`, async () => {
      const { outcome, ms, kept } = await run(changes);
      expect(told(outcome), JSON.stringify(outcome)).to.equal(kind);
      expect(outcome).to.have.property('detail').that.matches(detail);
      expect(ms / 1_000, 's').to.be.below(withinS);
      if (kind === 'page_changed') expect(kept.length, 'evidence').to.be.greaterThan(0);
    });
  }

  it('do not count the wait for a turn, of the visit or of the query', async () => {
    const { outcome } = await run({
      visit: { ...model().visit, heldMs: 70_000 },
      onPress: [{ ...answered, heldMs: 60_000 }],
    });
    expect(outcome).to.deep.equal(ACTIVE);
  });

  it('end before the lookup does', async () => {
    const { outcome } = await run({ count: without('#eleccion') }, 3_000);
    expect(told(outcome)).to.equal('page_changed');
    const slow = await run({ onPress: [{ ...answered, afterMs: 20_000 }] }, 10_000);
    expect(told(slow.outcome)).to.equal('timeout');
    expect(slow.ms).to.be.below(10_000);
  });

  it('take an answer that is shown after a query to another address', async () => {
    const { outcome } = await run({
      onPress: [{ url: 'https://censo.example.com/api/v2', method: 'POST', afterMs: 100 }],
      count: (selector) => (selector === '#resultado' ? 1 : model().count(selector, 0)),
      inside: (_selector, at) => (at > 3_000 ? TABLE : ''),
    });
    expect(outcome).to.deep.equal(ACTIVE);
  });

  it('wait for a notice that goes away by itself', async () => {
    const { outcome } = await run({ allows: (act, at) => act !== 'press' || at > 6_000 });
    expect(outcome).to.deep.equal(ACTIVE);
  });

  it('wait for a gate that lets in by itself', async () => {
    const { outcome } = await run({
      count: (selector, at) => (at > 4_000 ? model().count(selector, at) : 0),
      html: () => GATE,
    });
    expect(outcome).to.deep.equal(ACTIVE);
  });

  describe('with a widget that fills itself', () => {
    const widget = (
      field: string,
      filledAt: number,
      { appearsAt = 0, announced = '' }: { appearsAt?: number; announced?: string } = {},
    ): Partial<FakeModel> => ({
      count: (selector, at) => {
        if (selector === announced) return 1;
        return selector === `[name="${field}"]` && at >= appearsAt ? 1 : model().count(selector, at);
      },
      value: (selector, at) => (selector.includes(field) && at >= filledAt ? 'a-token' : ''),
    });
    for (const field of ['cf-turnstile-response', 'g-recaptcha-response', 'h-captcha-response']) {
      it(`wait for ${field} before they send`, async () => {
        const { outcome, pressedAt } = await run(widget(field, 4_000));
        expect(outcome).to.deep.equal(ACTIVE);
        expect(pressedAt).to.be.within(4_000, 4_500);
      });
    }

    it('wait for one that comes late', async () => {
      const { pressedAt } = await run(widget('cf-turnstile-response', 5_000, { appearsAt: 1_000 }));
      expect(pressedAt).to.be.within(5_000, 5_500);
    });

    it('wait for one whose script alone is there', async () => {
      const announced = 'script[src*="challenges.cloudflare.com/turnstile"]';
      const { pressedAt } = await run(
        widget('cf-turnstile-response', 8_000, { appearsAt: 7_000, announced }),
      );
      expect(pressedAt).to.be.within(8_000, 8_500);
    });

    it('send without it when it stays empty', async () => {
      const { outcome, pressedAt } = await run(widget('cf-turnstile-response', Number.POSITIVE_INFINITY));
      expect(outcome).to.deep.equal(ACTIVE);
      expect(pressedAt).to.be.within(PATIENCE.tokenMs, PATIENCE.tokenMs + 1_500);
    });
  });
});

const told = (outcome: Outcome): string => (outcome.kind === 'failure' ? outcome.failure : outcome.kind);
