import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import type { Announcement } from '../../../shared/direct/announcement.ts';
import { startCallServer } from '../../../shared/direct/call-server.ts';
import { createLines, type Lines } from '../../../shared/direct/lines.ts';
import { eventually } from '../../support/eventually.ts';

const token = 'a word that only processes of the portal know';

describe('A line to another process', () => {
  let lines: Lines;
  let broken: string[];
  let connections: number;
  beforeEach(() => {
    broken = [];
    connections = 0;
    lines = createLines((id) => broken.push(id));
  });
  afterEach(() => lines.close());

  const process = async (): Promise<{ at: Announcement; die(): void }> => {
    const server = await startCallServer({
      ...{ host: '127.0.0.1', port: 0, token },
      ...{ offers: () => false, perform: async () => null, plain: () => ({}) },
    });
    server.on('request', () => {
      connections += 1;
    });
    const die = () => {
      server.close();
      server.closeAllConnections();
    };
    return { at: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token }, die };
  };
  const stands = (count = 1) => eventually('the line stands', () => connections === count);

  it('tells that it has died, once', async () => {
    const { at, die } = await process();
    lines.hold('a', at);
    await stands();
    die();
    await eventually('word of it', () => broken.length > 0);
    expect(broken).to.deep.equal(['a']);
  });

  it('is one, however often the process is heard of', async () => {
    const { at, die } = await process();
    const other = await process();
    lines.hold('a', at);
    lines.hold('a', at);
    lines.hold('b', other.at);
    await stands(2);
    die();
    other.die();
    await eventually('word of both', () => broken.length === 2);
    expect(broken).to.have.members(['a', 'b']);
  });

  it('is let go without a word when the process said goodbye', async () => {
    const left = await process();
    const killed = await process();
    lines.hold('left', left.at);
    lines.hold('killed', killed.at);
    await stands(2);
    lines.drop('left');
    left.die();
    killed.die();
    await eventually('word of the other', () => broken.length > 0);
    expect(broken).to.deep.equal(['killed']);
  });

  it('says nothing of a process that could not be reached, or that does not know its word', async () => {
    const { at, die } = await process();
    const refusing = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => refusing.once('listening', listening));
    const { port } = refusing.address() as AddressInfo;
    await new Promise((closed) => refusing.close(closed));
    lines.hold('unreachable', { url: `http://127.0.0.1:${port}`, token });
    lines.hold('stranger', { ...at, token: 'x'.repeat(token.length) });
    await stands();
    lines.hold('known', at);
    await stands(2);
    die();
    await eventually('word of the one that stood', () => broken.length > 0);
    expect(broken).to.deep.equal(['known']);
  });
});
