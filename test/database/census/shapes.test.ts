import { expect } from 'chai';
import type { Met } from '../../../services/census/shapes/book.ts';
import { keepShape, purgeShapes } from '../../../services/census/shapes/keep.ts';
import { readShapes } from '../../../services/census/shapes/read.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, failed, lookupsIn } from './support/lookups.ts';

const met = (fingerprint: string, text: string, change: Partial<Met> = {}): Met => ({
  ...{ source: 'test', part: 'form', fingerprint, text, example: null },
  ...{ firstSeen: at(0), lastSeen: at(0), lastGood: at(0), outcome: 'active', count: 1 },
  ...change,
});
const odd = { lastGood: null, outcome: 'page_changed', example: '“···”' };

describe('The shapes of official pages that the census keeps', () => {
  const database = useDatabase('census');
  const { register, lookUp } = lookupsIn(database);
  const keep = (one: Met) => keepShape(database.fork(), one);
  const read = async (seconds = 0) => readShapes(database.fork(), actor('OPERATOR'), at(seconds));
  const form = async () => (await read())[0]?.parts.find(({ part }) => part === 'form');

  it('are one row each, with when they were met and when they last had an answer', async () => {
    expect(await keep(met('a', 'form#a'))).to.equal(true);
    expect(await keep(met('a', 'form#a', { ...odd, lastSeen: at(9), count: 3 }))).to.equal(false);
    expect((await form())?.today).to.deep.equal({
      ...{ fingerprint: 'a', text: 'form#a', example: '“···”', outcome: 'page_changed', count: 4 },
      ...{ firstSeen: at(0).toISOString(), lastSeen: at(9).toISOString(), lastGood: at(0).toISOString() },
    });
  });

  it('are shown with the one without an answer first, beside the good one that is most like it', async () => {
    await keep(met('a', 'form#a\n  input#uno\n  button', { lastSeen: at(5), lastGood: at(5) }));
    await keep(met('b', 'form#a\n  input#otro\n  select', { lastSeen: at(6), lastGood: at(6) }));
    await keep(met('c', 'form#a\n  input#uno\n  boton', { ...odd, lastSeen: at(8) }));
    const shown = await form();
    expect([shown?.today.fingerprint, shown?.good?.fingerprint, shown?.others]).to.deep.equal(['c', 'a', 1]);
  });

  it('are all well again once answers come with another shape', async () => {
    await keep(met('a', 'form#a', { ...odd, lastSeen: at(5) }));
    await keep(met('b', 'form#b', { lastSeen: at(8), lastGood: at(8) }));
    const shown = await form();
    expect([shown?.today.fingerprint, shown?.good?.fingerprint]).to.deep.equal(['b', 'b']);
  });

  it('are bounded: of a page that is another each time the latest stay, and the latest good one for ever', async () => {
    await keep(met('good', 'form#good'));
    for (let n = 0; n < 40; n += 1) await keep(met(`n${n}`, `form#${n}`, { ...odd, lastSeen: at(n) }));
    await keep(met('old', 'form#old', { ...odd, firstSeen: at(-1), lastSeen: at(-1) }));
    await purgeShapes(database.fork(), at(0));
    const kept = async () =>
      (
        await database.query<{ fingerprint: string }>(
          'select fingerprint from census.shapes order by last_seen',
        )
      ).map(({ fingerprint }) => fingerprint);
    expect(await kept())
      .to.have.lengthOf(16)
      .and.to.include.members(['good', 'n39', 'n25']);
    await purgeShapes(database.fork(), at(120 * 24 * 3_600));
    expect(await kept()).to.deep.equal(['good']);
  });

  it('come with how many lookups of the last hour a changed page explains', async () => {
    await register();
    await lookUp(active, at(10));
    await register({}, at(15));
    await lookUp(failed('unrecognised'), at(20));
    const [source] = await read(30);
    expect(source?.lastHour).to.deep.equal({ lookups: 2, page_changed: 0, unrecognised: 1, wrong_person: 0 });
    expect((await read(2 * 3_600))[0]).to.equal(undefined);
  });

  it('are shown to nobody who does not operate', async () => {
    for (const role of ['USER', 'LEADER', 'COORDINATOR'] as const)
      expect((await refusalOf(readShapes(database.fork(), actor(role), at(0)))).code).to.equal('forbidden');
  });
});
