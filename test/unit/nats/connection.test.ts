import { expect } from 'chai';
import type { NatsAccess } from '../../../shared/config/config.ts';
import { natsOptions } from '../../../shared/nats/connection.ts';

const access = (over: Partial<NatsAccess>): NatsAccess => ({
  url: 'nats://nats:4222',
  user: 'gateway',
  password: 'clave',
  tls: { ca: undefined, cert: undefined, key: undefined },
  ...over,
});

describe('A connection to NATS', () => {
  it('is its user’s, and hears answers where nobody else may listen', () => {
    expect(natsOptions(access({}))).to.deep.equal({
      servers: 'nats://nats:4222',
      inboxPrefix: '_INBOX.gateway',
      user: 'gateway',
      pass: 'clave',
    });
  });

  it('has no user where the server knows none', () => {
    expect(natsOptions(access({ user: undefined, password: undefined }))).to.deep.equal({
      servers: 'nats://nats:4222',
      inboxPrefix: '_INBOX.censo',
    });
  });

  it('is encrypted when the address says so, or an authority is named', () => {
    expect(natsOptions(access({ url: 'tls://nats:4222' })).tls).to.deep.equal({});
    const tls = { ca: '/ca.crt', cert: '/own.crt', key: '/own.key' };
    expect(natsOptions(access({ tls })).tls).to.deep.equal({
      caFile: '/ca.crt',
      certFile: '/own.crt',
      keyFile: '/own.key',
    });
  });
});
