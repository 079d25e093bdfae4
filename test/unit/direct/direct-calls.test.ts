import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { expect } from 'chai';
import type { Announcement } from '../../../shared/direct/announcement.ts';
import { type CallClient, createCallClient, type DirectCall } from '../../../shared/direct/call-client.ts';
import { startCallServer } from '../../../shared/direct/call-server.ts';
import { callDirectly } from '../../../shared/direct/direct-calls.ts';
import { createKnownNodes, type KnownNodes } from '../../../shared/direct/known-nodes.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';

const token = 'a word that only processes of the portal know';

describe('A call that goes past NATS', () => {
  let client: CallClient;
  let nodes: KnownNodes;
  let asked: DirectCall[];
  const servers: (Server | HttpServer)[] = [];
  beforeEach(() => {
    client = createCallClient();
    nodes = createKnownNodes();
    asked = [];
  });
  afterEach(async () => {
    await client.close();
    for (const server of servers.splice(0)) server.close();
  });

  const answering = async (perform: (params: unknown) => unknown): Promise<Announcement> => {
    const server = await startCallServer({
      host: '127.0.0.1',
      port: 0,
      token,
      offers: (action) => action === 'accounts.register',
      async perform(made) {
        asked.push(made);
        return perform(made.params);
      },
      plain: (error) => ({ name: 'AppError', message: (error as Error).message, data: { code: 'taken' } }),
    });
    servers.push(server);
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token };
  };
  const known = (id: string, at: Announcement) => nodes.learn({ id, services: ['accounts'], at });
  const call = (action = 'accounts.register', timeoutMs = 5_000) =>
    callDirectly(
      { nodes, client },
      { action, params: { cedula: '70000000' }, meta: { caller: 'a token' } },
      timeoutMs,
    );
  const nobodyAt = async (): Promise<Announcement> => ({
    url: `http://127.0.0.1:${await unusedPort()}`,
    token,
  });

  it('brings the parameters and who calls there, and the result back', async () => {
    known('a', await answering(() => ({ user: 'u-1', gone: null })));
    expect(await call()).to.deep.equal({ kind: 'result', result: { user: 'u-1', gone: null } });
    expect(asked).to.deep.equal([
      { action: 'accounts.register', params: { cedula: '70000000' }, meta: { caller: 'a token' } },
    ]);
  });

  it('brings an error of the action back as it was, and asks nobody else', async () => {
    const refuse = () => {
      throw new Error('already there');
    };
    known('a', await answering(refuse));
    known('b', await answering(refuse));
    expect(await call()).to.deep.include({
      kind: 'error',
      error: { name: 'AppError', message: 'already there', data: { code: 'taken' } },
    });
    expect(asked).to.have.lengthOf(1);
  });

  it('goes on to the next process when one has gone, which it forgets', async () => {
    known('gone', await nobodyAt());
    known('here', await answering(() => 'done'));
    for (let times = 0; times < 2; times += 1) expect(await call()).to.include({ result: 'done' });
    expect(nodes.offering('accounts').map(({ id }) => id)).to.deep.equal(['here']);
  });

  it('is done by nobody when its word is not the one that was announced', async () => {
    const at = await answering(() => 'done');
    known('a', { ...at, token: 'x'.repeat(token.length) });
    expect(await call()).to.deep.equal({ kind: 'unavailable' });
    expect(asked).to.deep.equal([]);
  });

  it('is done by nobody who does not offer it', async () => {
    known('a', await answering(() => 'done'));
    expect(await call('accounts.unknown')).to.deep.equal({ kind: 'unavailable' });
    expect(asked).to.deep.equal([]);
  });

  it('is not given to a second process when the first may have heard it', async () => {
    const silent = createServer((socket) => socket.once('data', () => socket.destroy())).listen(
      0,
      '127.0.0.1',
    );
    servers.push(silent);
    await new Promise((listening) => silent.once('listening', listening));
    const at = { url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, token };
    known('first', at);
    known('second', at);
    const answer = await call();
    expect(answer.kind).to.equal('lost');
  });

  it('ends after its time', async () => {
    const { promise: never, resolve } = Promise.withResolvers<string>();
    known('a', await answering(() => never));
    expect((await call('accounts.register', 50)).kind).to.equal('lost');
    resolve('too late');
  });

  it('is unavailable when nobody is known, and after three who are not there', async () => {
    expect(await call()).to.deep.equal({ kind: 'unavailable' });
    for (const id of ['a', 'b', 'c', 'd']) known(id, await nobodyAt());
    expect(await call()).to.deep.equal({ kind: 'unavailable' });
    expect(nodes.offering('accounts')).to.have.lengthOf(1);
  });
});
