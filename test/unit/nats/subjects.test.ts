import { expect } from 'chai';
import { nodeIdOf, packetSubject, senderOf, serviceOf } from '../../../shared/nats/subjects.ts';

describe('The id of a process', () => {
  it('begins with its service, as a part of its own', () => {
    expect(nodeIdOf(['accounts'], 'pod-7', 12)).to.equal('accounts.pod-7-12');
    expect(serviceOf('accounts.pod-7-12')).to.equal('accounts');
  });

  it('names no service when it has several', () => {
    expect(nodeIdOf(['accounts', 'census'], 'pod-7', 12)).to.equal('censo.pod-7-12');
  });

  it('has two parts and no pattern, whatever its machine is called', () => {
    expect(nodeIdOf(['census'], 'a.b.example.org', 1)).to.equal('census.a-b-example-org-1');
    expect(nodeIdOf(['census'], '*.> x', 1)).to.equal('census.----x-1');
  });
});

describe('The subject of a packet', () => {
  it('says whom it is for and who it is from', () => {
    const subject = packetSubject('REQ', 'accounts.a-1', 'gateway.b-2');
    expect(subject).to.equal('MOL-censo.REQ.accounts.a-1.gateway.b-2');
    expect(senderOf(subject)).to.equal('gateway.b-2');
    expect(senderOf(packetSubject('INFO', undefined, 'gateway.b-2'))).to.equal('gateway.b-2');
  });
});
