import { expect } from 'chai';
import { createReadiness } from '../../../shared/health/readiness.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

describe('The readiness of a process', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = createFakeClock();
  });
  const running = () => {
    const readiness = createReadiness(clock);
    readiness.started();
    return readiness;
  };

  it('names every part, and is given when all are there', async () => {
    const readiness = running();
    readiness.add('census.database', async () => true);
    readiness.add('census.bus', async () => true);
    expect(await readiness.report()).to.deep.equal({
      status: 'ready',
      parts: { 'census.database': 'ok', 'census.bus': 'ok' },
    });
  });

  it('is not given while a part says no or cannot be asked', async () => {
    const readiness = running();
    readiness.add('census.database', async () => true);
    readiness.add('census.bus', async () => false);
    readiness.add('scraper.pace', () => Promise.reject(new Error('Redis is away')));
    expect(await readiness.report()).to.deep.equal({
      status: 'waiting',
      parts: { 'census.database': 'ok', 'census.bus': 'down', 'scraper.pace': 'down' },
    });
  });

  it('is not given before every service has started', async () => {
    const readiness = createReadiness(clock);
    readiness.add('census.database', async () => true);
    expect((await readiness.report()).status).to.equal('starting');
    readiness.started();
    expect((await readiness.report()).status).to.equal('ready');
  });

  it('is not given while a part says nothing for 3 s', async () => {
    const readiness = running();
    readiness.add('census.database', () => new Promise(() => {}));
    const report = readiness.report();
    await clock.pass(3_000);
    expect(await report).to.deep.equal({ status: 'waiting', parts: { 'census.database': 'down' } });
  });

  it('ends at once with a drain, without asking anybody', async () => {
    const readiness = running();
    let asked = 0;
    readiness.add('census.database', async () => {
      asked += 1;
      return true;
    });
    readiness.drain();
    expect(await readiness.report()).to.deep.equal({ status: 'draining', parts: {} });
    expect(asked).to.equal(0);
  });

  it('ends also for whoever asked just before the drain', async () => {
    const readiness = running();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    readiness.add('census.database', () => promise);
    const report = readiness.report();
    readiness.drain();
    resolve(true);
    expect((await report).status).to.equal('draining');
  });

  it('is looked at once a second, however many ask', async () => {
    const readiness = running();
    let asked = 0;
    readiness.add('census.database', async () => {
      asked += 1;
      return true;
    });
    await Promise.all([readiness.report(), readiness.report()]);
    expect(asked).to.equal(1);
    await clock.pass(1_000);
    await readiness.report();
    expect(asked).to.equal(2);
  });
});
