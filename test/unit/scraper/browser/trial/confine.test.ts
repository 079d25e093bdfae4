import { expect } from 'chai';
import type { Confinement } from '../../../../../services/scraper/browser/confinement/confinement.ts';
import { type ConfinementWish, confine } from '../../../../../services/scraper/browser/trial/confine.ts';
import { confinementWarning } from '../../../../../services/scraper/browser/trial/words.ts';
import { failureOf } from '../../../../support/failures.ts';

const APART = { kind: 'user', uid: 64_064 } as const;

describe('How a browser is shut in', () => {
  let tried: Confinement[];
  beforeEach(() => {
    tried = [];
  });
  const chosen = (
    sandbox: ConfinementWish['sandbox'],
    uid: number,
    works: (one: Confinement) => boolean = () => true,
  ) =>
    confine(
      { sandbox, uid: 64_064 },
      async (one) => {
        tried.push(one);
        return works(one) ? null : `${one.separation.kind} no se puede`;
      },
      uid,
    );

  it('is as narrow as it can be, without a warning', async () => {
    const asRoot = await chosen('auto', 0);
    expect(asRoot).to.deep.equal({ confinement: { separation: APART, sandbox: true }, lacks: null });
    const asUser = await chosen('on', 1_000);
    expect(asUser.confinement).to.deep.equal({ separation: { kind: 'namespace' }, sandbox: true });
    expect(tried).to.have.lengthOf(2);
    expect([asRoot, asUser].map(confinementWarning)).to.deep.equal([null, null]);
  });

  it("keeps the browser apart where only Chromium's own sandbox cannot start, and says so", async () => {
    const found = await chosen('auto', 0, ({ sandbox }) => !sandbox);
    expect(found.confinement).to.deep.equal({ separation: APART, sandbox: false });
    expect(confinementWarning(found))
      .to.include('NO ESTÁ AISLADO DEL TODO')
      .and.include('user no se puede')
      .and.include('k8s/seccomp/scraper.json')
      .and.not.include('\n');
  });

  it('never takes away a sandbox that works alone', async () => {
    const found = await chosen('auto', 1_000, ({ separation }) => separation.kind === 'none');
    expect(found.confinement).to.deep.equal({ separation: { kind: 'none' }, sandbox: true });
  });

  it('lets a browser start where nothing works, loudly', async () => {
    for (const uid of [0, 1_000]) {
      const found = await chosen('auto', uid, () => false);
      expect(found.confinement).to.deep.equal({ separation: { kind: 'none' }, sandbox: false });
      expect(confinementWarning(found)).to.be.a('string');
    }
  });

  it('is an error where all of it was demanded and cannot be had', async () => {
    const error = await failureOf(chosen('on', 0, () => false));
    expect(error).to.include({ code: 'browser_not_confined' });
    expect(error.message).to.include('user no se puede').and.include('BROWSER_SANDBOX');
    expect(tried).to.deep.equal([{ separation: APART, sandbox: true }]);
  });

  it('goes without the sandbox of its tabs when told so, still apart, and says so', async () => {
    const found = await chosen('off', 1_000);
    expect(found.confinement).to.deep.equal({ separation: { kind: 'namespace' }, sandbox: false });
    expect(confinementWarning(found)).to.be.a('string');
  });
});
