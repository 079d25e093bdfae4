import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { type EventStream, openStream } from '../support/people/event-stream.ts';
import { ANOTHER, startAnother } from '../support/system/another-gateway.ts';
import { inBothModes } from '../support/system/modes.ts';
import type { System } from '../support/system/system.ts';

/** How often the service that knows sessions was asked about one, or about those of open streams. */
const sessionCalls = async (
  system: System,
  role: string,
  action: 'session' | 'openSessions' = 'session',
): Promise<number> => {
  const text = await (await fetch(`${system.operations(role)}/metrics`)).text();
  const counted = new RegExp(
    `^censo_action_duration_seconds_count\\{[^}]*action="accounts\\.${action}"[^}]*\\} (\\d+)`,
    'm',
  );
  return Number(counted.exec(text)?.[1] ?? 0);
};

const MOST = 6;
/** In that system. */
const PER_ADDRESS = 12;

inBothModes(
  'Somebody who opens streams without end',
  'narrow',
  (system) => {
    const open: EventStream[] = [];
    const stream = async (cookie: string): Promise<EventStream> => {
      const opened = await openStream(system().origin, cookie);
      if (opened.status === 200) open.push(opened);
      return opened;
    };
    const person = async () => {
      const client = createClient(system().origin);
      await client.register({ cedula: newCedula('00') });
      return client;
    };
    afterEach(() => {
      for (const one of open.splice(0)) one.close();
    });

    it('has six: the seventh ends the first', async () => {
      const client = await person();
      const streams: EventStream[] = [];
      for (let n = 0; n <= MOST; n += 1) streams.push(await stream(client.cookie()));
      await eventually('the first is over', () => streams[0]?.isOver());
      expect(streams.slice(1).map((one) => one.isOver())).to.deep.equal(Array(MOST).fill(false));
    });

    it('has no more from one address than it may have, whoever they say they are', async () => {
      const people = await Promise.all([person(), person(), person()]);
      const statuses: number[] = [];
      for (let n = 0; n < PER_ADDRESS + 2; n += 1)
        statuses.push((await stream(people[n % people.length]?.cookie() ?? '')).status);
      expect(statuses.filter((status) => status === 429)).to.have.lengthOf(2);
    });
  },
  ['embedded'],
);

inBothModes(
  'Somebody whose session is over',
  'attacked',
  (system) => {
    let other: System;
    before(async () => {
      other = await startAnother(system());
    });
    after(() => system().kill(ANOTHER, 'SIGTERM'));

    it('gets nothing more from any gateway, at once', async () => {
      const client = createClient(system().origin);
      await client.register({ cedula: newCedula('00') });
      const streams = [
        await openStream(system().origin, client.cookie()),
        await openStream(other.origin, client.cookie()),
      ];
      for (const role of ['gateway', ANOTHER])
        await eventually(`a stream of ${role}`, async () =>
          /^censo_open_streams 1$/m.test(await (await fetch(`${system().operations(role)}/metrics`)).text()),
        );
      const asked = () =>
        Promise.all([sessionCalls(system(), 'accounts'), sessionCalls(system(), 'accounts', 'openSessions')]);
      const [requests, looks] = await asked();
      expect((await client.post('/logout')).status).to.equal(204);
      await eventually('both are over', () => streams.every((one) => one.isOver()));
      // Only the request to log out asked: no gateway found it out by looking, which each does every 30 s.
      expect(await asked()).to.deep.equal([requests + 1, looks]);
    });
  },
  ['distributed'],
);

inBothModes('A stranger with a cookie that is no session', 'attacked', (system, mode) => {
  const asked = () => sessionCalls(system(), mode === 'embedded' ? 'censo' : 'accounts');

  it('costs no question to the service that knows sessions', async () => {
    const token = 'A'.repeat(43);
    const garbage = [
      'x',
      'A'.repeat(42),
      'A'.repeat(44),
      `${'A'.repeat(42)}.`,
      '%00',
      '../../etc',
      "' or 1=1 --",
    ];
    const before = await asked();
    for (const value of garbage)
      expect(
        (await fetch(`${system().origin}/api/v1/me`, { headers: { cookie: `censo-session=${value}` } }))
          .status,
      ).to.equal(401);
    const twice = `censo-session=${token}; censo-session=${'B'.repeat(43)}`;
    expect((await fetch(`${system().origin}/api/v1/me`, { headers: { cookie: twice } })).status).to.equal(
      401,
    );
    expect(await asked()).to.equal(before);
    await fetch(`${system().origin}/api/v1/me`, { headers: { cookie: `censo-session=${token}` } });
    expect(await asked(), 'one that could be').to.equal(before + 1);
  });
});
