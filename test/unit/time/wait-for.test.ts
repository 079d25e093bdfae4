import { expect } from 'chai';
import { waitFor } from '../../../shared/time/wait-for.ts';
import { failureOf } from '../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

describe('What a start waits for', () => {
  const away = new Error('away');
  let clock: FakeClock;
  let said: string[];
  let tries: number;
  beforeEach(() => {
    clock = createFakeClock();
    said = [];
    tries = 0;
  });

  const start = (comesAtTry: number, more: Partial<Parameters<typeof waitFor>[1]> = {}): Promise<string> => {
    const note = (line: string): void => void said.push(line);
    const patience = { clock, patienceMs: 12_000, log: { info: note, warn: note } };
    return waitFor('Postgres', { ...patience, ...more }, async () => {
      tries += 1;
      if (tries < comesAtTry) throw away;
      return 'here';
    });
  };

  it('is used at once, without a word, when it is there', async () => {
    expect(await start(1)).to.equal('here');
    expect(said).to.deep.equal([]);
  });

  it('is asked every second, and told of every five', async () => {
    const waiting = start(8);
    await clock.pass(7_000);

    expect(await waiting).to.equal('here');
    expect(said).to.deep.equal([
      'waiting for Postgres (0 of 12 s): away',
      'waiting for Postgres (5 of 12 s): away',
      'Postgres is there after 7 s',
    ]);
  });

  it('is a warning only after the first word, where every start waits a little', async () => {
    const warned: string[] = [];
    const log = { info: () => undefined, warn: (line: string) => void warned.push(line) };
    const waiting = start(8, { log, usual: true });
    await clock.pass(7_000);
    await waiting;
    expect(warned).to.deep.equal(['waiting for Postgres (5 of 12 s): away']);
  });

  it('is given up with its last failure when the patience is over', async () => {
    const failure = failureOf(start(99));
    await clock.pass(12_000);

    expect(await failure).to.equal(away);
    expect(tries).to.equal(13);
  });

  it('is given up at once when waiting would not help', async () => {
    expect(await failureOf(start(99, { mayPass: () => false }))).to.equal(away);
    expect(tries).to.equal(1);
  });
});
