import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ENDINGS } from '../../../services/simulator/endings/endings.ts';
import { startSimulator } from '../../../services/simulator/server.ts';
import type { ObservedLookup } from '../../../services/simulator/state/observed.ts';
import type { Outage } from '../../../services/simulator/wire/outage.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { consult, consultJson, createSimulators, submitWsp, visitWsp } from './support/simulators.ts';

describe('the simulator', () => {
  const simulators = createSimulators();
  afterEach(() => simulators.stopAll());

  it('says on its first page that its data are invented, links both forms and lists every ending', async () => {
    const { origin } = await simulators.start();
    const page = await (await fetch(`${origin}/`)).text();
    expect(page).to.contain('simulador').and.to.contain('inventados');
    expect(page).to.contain('href="/consultar/"').and.to.contain('href="/censo/consultar/"');
    for (const { suffix, description } of ENDINGS)
      expect(page).to.contain(`<td>${suffix}</td><td>${description}</td>`);
  });

  it('has nothing at any other address or method', async () => {
    const { origin } = await simulators.start();
    const asked: [string, string][] = [
      ['GET', '/nada'],
      ['GET', '/consultar'],
      ['POST', '/consultar/'],
      ['GET', '/back/api/consulta'],
      ['DELETE', '/'],
    ];
    for (const [method, path] of asked) {
      expect((await fetch(origin + path, { method })).status, `${method} ${path}`).to.equal(404);
    }
  });

  it('reads a body of 64 KiB and refuses one byte more, on both forms', async () => {
    const simulator = await simulators.start();
    for (const address of [`${simulator.origin}/back/api/consulta`, simulator.pageUrl('wsp')]) {
      const send = async (size: number): Promise<number> =>
        (await fetch(address, { method: 'POST', body: 'x'.repeat(size) })).status;
      expect(await send(64 * 1024)).to.be.oneOf([200, 400]);
      expect(await send(64 * 1024 + 1)).to.equal(413);
      expect(await send(5 * 1024 * 1024)).to.equal(413);
    }
    expect(simulator.lookups).to.have.length(2);
  });

  describe('in an outage', () => {
    const cases: [outage: Outage, page: number | 'cut', answer: number | 'cut', says: string][] = [
      ['gatewayTimeout', 504, 504, '504 Gateway Time-out'],
      ['errorText', 200, 200, 'Ocurrió un error al procesar su solicitud'],
      ['reset', 'cut', 'cut', ''],
      ['changedPage', 200, 200, '"ok":true'],
      ['blockPage', 200, 200, 'bloqueado'],
    ];
    const cut = { status: 'cut' as const, text: async () => '' };
    for (const [outage, page, answer, says] of cases) {
      it(`answers nobody, whatever their cédula, and everybody when it is over: ${outage}`, async () => {
        const simulator = await simulators.start();
        simulator.setOutage(outage);
        expect((await fetch(simulator.pageUrl('consultacenso')).catch(() => cut)).status).to.equal(page);
        const told = await consult(simulator, '1020304200').catch(() => cut);
        expect(told.status).to.equal(answer);
        expect(await told.text()).to.include(says);
        expect(simulator.lookups, 'it has seen the query').to.have.length(1);

        simulator.setOutage(null);
        expect(await consultJson(simulator, '1020304200')).to.include({ ok: true, encontrado: true });
      });
    }

    it('takes its form away, and shows another page', async () => {
      const simulator = await simulators.start();
      simulator.setOutage('changedPage');
      expect(await (await fetch(simulator.pageUrl('consultacenso'))).text()).not.to.include('documento');
    });

    it('says nothing while it hangs', async () => {
      const simulator = await simulators.start();
      simulator.setOutage('hang');
      const asked = fetch(simulator.pageUrl('consultacenso'), { signal: AbortSignal.timeout(100) });
      expect(await asked.catch((error: Error) => error.name)).to.equal('TimeoutError');
    });

    it('of one page leaves the other as it is', async () => {
      const simulator = await simulators.start();
      const both = async () => [
        (await fetch(simulator.pageUrl('consultacenso'))).status,
        (await fetch(simulator.pageUrl('wsp'))).status,
      ];
      simulator.setOutage('gatewayTimeout', 'consultacenso');
      expect(await both()).to.deep.equal([504, 200]);
      expect((await consult(simulator, '1020304200')).status).to.equal(504);
      simulator.setOutage('gatewayTimeout', 'wsp');
      simulator.setOutage(null, 'consultacenso');
      expect(await both()).to.deep.equal([200, 504]);
      expect((await consult(simulator, '1020304200')).status).to.equal(200);
    });

    it('begins and ends with a button of its first page, for both pages or one', async () => {
      const simulator = await simulators.start();
      const press = async (outage: string) => {
        const action = `/caida?tipo=${outage}`;
        expect(await (await fetch(`${simulator.origin}/`)).text()).to.include(`action="${action}"`);
        return (await fetch(simulator.origin + action, { method: 'POST' })).text();
      };
      expect(await press('gatewayTimeout')).to.match(
        /consultacenso: caída \(Todo responde 504\)[\s\S]*wsp: caída/,
      );
      expect((await consult(simulator, '1020304200')).status).to.equal(504);
      expect(await press('&pagina=consultacenso')).to.match(/consultacenso: funciona[\s\S]*wsp: caída/);
      expect((await consult(simulator, '1020304200')).status).to.equal(200);
      expect(await press('')).to.match(/consultacenso: funciona[\s\S]*wsp: funciona/);
    });
  });

  it('rejects when its port is taken', async () => {
    const { origin } = await simulators.start();
    const error: unknown = await startSimulator({ port: Number(new URL(origin).port) }).catch(
      (reason) => reason,
    );
    expect(error).to.have.property('code', 'EADDRINUSE');
  });

  describe('as a witness', () => {
    it('keeps every consultation in order, refused ones too, and tells of each as it comes', async () => {
      const told: ObservedLookup[] = [];
      const simulator = await simulators.start({ onLookup: (lookup) => told.push(lookup) });
      const before = Date.now();
      await consult(simulator, '5000077');
      await submitWsp(simulator, await visitWsp(simulator), '5000003');
      await submitWsp(simulator, { cookie: '', token: '' }, '5000088');
      await consult(simulator, 'x'.repeat(60_000));
      expect(simulator.lookups.map(({ cedula, profile }) => [profile, cedula])).to.deep.equal([
        ['consultacenso', '5000077'],
        ['wsp', '5000003'],
        ['wsp', '5000088'],
        ['consultacenso', 'x'.repeat(32)],
      ]);
      expect(told).to.deep.equal(simulator.lookups);
      const times = simulator.lookups.map(({ at }) => at);
      const seen = [before, ...times, Date.now()];
      expect(seen).to.deep.equal(seen.toSorted((a, b) => a - b));
    });

    it('keeps every load of a form page', async () => {
      const simulator = await simulators.start();
      await fetch(simulator.pageUrl('consultacenso'));
      await visitWsp(simulator);
      await fetch(`${simulator.origin}/`);
      expect(simulator.pages.map(({ profile }) => profile)).to.deep.equal(['consultacenso', 'wsp']);
    });

    it('forgets on reset, in the same lists', async () => {
      const simulator = await simulators.start();
      const { lookups, pages } = simulator;
      await fetch(simulator.pageUrl('consultacenso'));
      await consult(simulator, '5000077');
      simulator.reset();
      expect([lookups.length, pages.length]).to.deep.equal([0, 0]);
      await consult(simulator, '5000078');
      expect(lookups.map(({ cedula }) => cedula)).to.deep.equal(['5000078']);
    });
  });

  describe('taking its time', () => {
    it('waits for the delay before it answers a consultation, and for nothing else', async () => {
      const clock = createFakeClock();
      const simulator = await simulators.start({ delayMs: 60_000, clock });
      await fetch(simulator.pageUrl('consultacenso'));
      simulator.setDelay(120);
      let answered = false;
      const answer = consultJson(simulator, '5000077').then(() => {
        answered = true;
      });
      await eventually('its answer waits', () => clock.waiting() === 1);
      await clock.pass(119);
      expect([answered, clock.waiting()]).to.deep.equal([false, 1]);
      await clock.pass(1);
      await answer;
    });

    it('keeps an answer for as long as it is held', async () => {
      const came = Promise.withResolvers<void>();
      const simulator = await simulators.start({ delayMs: 0, onLookup: () => came.resolve() });
      const release = simulator.hold();
      const ends: string[] = [];
      const first = consultJson(simulator, '5000077').then(() => ends.push('answered'));
      await came.promise;
      ends.push('released');
      release();
      await first;
      await consultJson(simulator, '5000078');
      expect(ends).to.deep.equal(['released', 'answered']);
    });

    it('never answers 05, while others are answered', async () => {
      const came = Promise.withResolvers<void>();
      const simulator = await simulators.start({ onLookup: () => came.resolve() });
      let settled = false;
      const settle = (): void => {
        settled = true;
      };
      consult(simulator, '5000005').then(settle, settle);
      await came.promise;
      for (const cedula of ['5000076', '5000077', '5000078']) await consultJson(simulator, cedula);
      expect(settled).to.equal(false);
    });

    for (const profile of ['consultacenso', 'wsp'] as const) {
      it(`ends a consultation of ${profile} that hangs or waits when it closes`, async () => {
        const arrivals = new Set<string>();
        const bothCame = Promise.withResolvers<void>();
        const simulator = await simulators.start({
          delayMs: 60_000,
          onLookup: ({ cedula }) => {
            if (arrivals.add(cedula).size === 2) bothCame.resolve();
          },
        });
        const ask = async (cedula: string): Promise<Response> =>
          profile === 'wsp'
            ? submitWsp(simulator, await visitWsp(simulator), cedula)
            : consult(simulator, cedula);
        const outcomes = Promise.allSettled([ask('5000005'), ask('5000077')]);
        await bothCame.promise;
        await simulator.close();
        expect((await outcomes).map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
      });
    }

    it('can be closed twice, and gives its port back', async () => {
      const simulator = await simulators.start();
      await Promise.all([simulator.close(), simulator.close()]);
      const next = createServer().listen(Number(new URL(simulator.origin).port), '127.0.0.1');
      await once(next, 'listening');
      expect((next.address() as AddressInfo).port).to.equal(Number(new URL(simulator.origin).port));
      next.close();
    });
  });
});
