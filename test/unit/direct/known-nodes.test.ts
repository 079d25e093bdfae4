import { expect } from 'chai';
import { reachableAddress } from '../../../shared/direct/announcement.ts';
import { createKnownNodes, type KnownNodes } from '../../../shared/direct/known-nodes.ts';

const node = (id: string, ...services: string[]) => ({
  id,
  services,
  at: { url: `http://${id}.test`, token: 'a word of at least thirty-two letters' },
});

describe('Processes that can be called without NATS', () => {
  let nodes: KnownNodes;
  beforeEach(() => {
    nodes = createKnownNodes();
    nodes.learn(node('a', 'accounts'));
    nodes.learn(node('b', 'accounts', 'census'));
  });
  const ids = (service: string) => nodes.offering(service).map(({ id }) => id);

  it('are found by what they offer, each in turn the first', () => {
    const first = ids('accounts');
    expect(first).to.have.members(['a', 'b']);
    expect(ids('accounts')).to.deep.equal(first.toReversed());
    expect(ids('census')).to.deep.equal(['b']);
    expect(ids('scraper')).to.deep.equal([]);
  });

  it('offer what they announced last', () => {
    nodes.learn(node('b', 'accounts'));
    expect(ids('census')).to.deep.equal([]);
    expect(ids('accounts')).to.have.members(['a', 'b']);
  });

  it('are forgotten when they go, and the oldest when there are too many', () => {
    nodes.forget('b');
    expect(ids('accounts')).to.deep.equal(['a']);
    for (let number = 0; number < 256; number += 1) nodes.learn(node(`new-${number}`, 'census'));
    expect(ids('accounts')).to.deep.equal([]);
    expect(ids('census')).to.have.lengthOf(256);
  });
});

describe('The address that a process announces', () => {
  const address = (text: string, internal = false) => ({
    address: text,
    family: text.includes(':') ? ('IPv6' as const) : ('IPv4' as const),
    internal,
    netmask: '',
    mac: '',
    cidr: null,
    scopeid: 0,
  });

  it('is the one that it listens on', () => {
    expect(reachableAddress('127.0.0.1', {})).to.equal('127.0.0.1');
  });

  it('is the first one that others reach when it listens on all', () => {
    const interfaces = { lo: [address('127.0.0.1', true)], eth0: [address('fe80::1'), address('10.1.2.3')] };
    expect(reachableAddress('0.0.0.0', interfaces)).to.equal('10.1.2.3');
  });

  it('is this machine’s own when there is no other', () => {
    expect(reachableAddress('0.0.0.0', { lo: [address('127.0.0.1', true)] })).to.equal('127.0.0.1');
  });
});
