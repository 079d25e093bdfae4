import { expect } from 'chai';
import { isAway } from '../../../shared/persistence/away.ts';

const failing = (properties: object, message = 'no'): Error => Object.assign(new Error(message), properties);

/** Code, whether the same may succeed in some seconds, and what it is. */
const codes: [code: string, away: boolean, what: string][] = [
  ['08000', true, 'the connection'],
  ['08001', true, 'no connection could be made'],
  ['08003', true, 'the connection is not there any more'],
  ['08004', true, 'the server takes no connection'],
  ['08006', true, 'the connection failed'],
  ['08007', true, 'the connection went in the middle of a commit'],
  ['57P01', true, 'the server is told to stop'],
  ['57P02', true, 'the server crashed'],
  ['57P03', true, 'the server starts'],
  ['57P05', true, 'the session was idle for too long'],
  ['53300', true, 'no connection is free'],
  ['25P03', true, 'the transaction was idle for too long'],
  ['25P04', true, 'the transaction took too long'],
  ['57P04', false, 'the database was dropped'],
  ['57014', false, 'the statement took too long'],
  ['22P02', false, 'a value is none'],
  ['22021', false, 'a text has a zero byte'],
  ['23505', false, 'a key is there already'],
  ['40P01', false, 'two transactions waited for each other'],
  ['42P01', false, 'there is no such table'],
  ['ECONNREFUSED', true, 'nobody listens'],
  ['ECONNRESET', true, 'the connection was cut'],
  ['EPIPE', true, 'the connection was cut'],
  ['ETIMEDOUT', true, 'nobody answers'],
  ['EHOSTUNREACH', true, 'no way leads there'],
  ['EAI_AGAIN', true, 'names cannot be asked for'],
  ['ENOTFOUND', true, 'its container is down'],
];

describe('A database is away', () => {
  for (const [code, away, what] of codes)
    it(`${away ? 'when' : 'not when'} ${what} (${code})`, () => {
      expect(isAway(failing({ code, severity: 'ERROR' }))).to.equal(away);
    });

  it('not when a statement was a wrong message (08P01), but when a pooler ends the connection with that', () => {
    expect(isAway(failing({ code: '08P01', severity: 'ERROR' }))).to.equal(false);
    expect(isAway(failing({ code: '08P01' }))).to.equal(false);
    expect(isAway(failing({ code: '08P01', severity: 'FATAL' }))).to.equal(true);
  });

  it('when the socket of a local server is missing, not when another file is', () => {
    expect(isAway(failing({ code: 'ENOENT', syscall: 'connect' }))).to.equal(true);
    expect(isAway(failing({ code: 'ENOENT', syscall: 'open' }))).to.equal(false);
  });

  it('when the driver says without a code that the connection has gone', () => {
    expect(isAway(failing({}, 'Connection terminated unexpectedly'))).to.equal(true);
    expect(isAway(failing({}, 'the event asks for something else'))).to.equal(false);
    expect(isAway('Connection terminated')).to.equal(false);
  });
});
