import { expect } from 'chai';
import { createLedgerKey } from '../../../../services/accounts/erasure/ledger-key.ts';
import { ledgerLine, readLedgerLines } from '../../../../services/accounts/erasure/ledger-lines.ts';

const erased = { personHash: 'ab'.repeat(32), erasedAt: '2026-11-20T12:00:00.000Z' };
const ledger = createLedgerKey([Buffer.alloc(32, 7)]);
const line = ledgerLine(ledger, erased);
const sealed = { ...erased, seal: ledger.seal(erased) };

describe('Lines of the ledger of erasures', () => {
  const logged = (msg: string, mod = 'accounts') =>
    JSON.stringify({ ts: 1, level: 'info', msg, nodeID: 'accounts-1', ns: 'censo', mod });

  for (const [what, text] of [
    ["the ledger's file", line],
    ['a file from elsewhere', `${line}\r`],
    ['the log in production', logged(line)],
    ['the log in development', `[12:00:01.234Z] INFO  ACCOUNTS: ${line}`],
  ] as const)
    it(`are read from ${what}`, () => {
      expect(readLedgerLines(`no erasure\n${text}\n`)).to.deep.equal({ told: [sealed], refused: 0 });
    });

  for (const [what, text] of [
    ['in the middle of a line', `could not find "${line}"`],
    ['before something else', `${line} of a person`],
    ["in what another service's log says", logged(line, 'gateway')],
    ['in the middle of what the log of accounts says', logged(`refused: ${line}`)],
    ['in another field', JSON.stringify({ msg: 'x', mod: 'accounts', userAgent: line })],
    ['behind what is no beginning of the log', `accounts-1 | ${line}`],
    ["in the log of another module's", `[12:00:01.234Z] INFO  GATEWAY: ${line}`],
    ['in a broken object', `{"msg":"${line}"`],
  ] as const)
    it(`are refused ${what}`, () => {
      expect(readLedgerLines(`${text}\n${line}`)).to.deep.equal({ told: [sealed], refused: 1 });
    });

  it('without a seal, or with one that accounts did not make, are told from its own', () => {
    const texts = [
      `erased ${erased.personHash} ${erased.erasedAt}`,
      line.replace(/\w$/, (digit) => (digit === '0' ? '1' : '0')),
      line,
    ];
    const other = ledgerLine(createLedgerKey([Buffer.alloc(32, 8)]), erased);
    const { told } = readLedgerLines([...texts, other].join('\n'));
    expect(told.map((one) => ledger.isSealed(one))).to.deep.equal([false, false, true, false]);
  });
});

describe('The key of the ledger of erasures', () => {
  const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)] as const;

  it('knows again what it wrote before another took its place', () => {
    const before = createLedgerKey([old]);
    const now = createLedgerKey([fresh, old]);
    const seal = before.seal(erased);
    expect(now.isSealed({ ...erased, seal })).to.equal(true);
    expect(now.seal(erased)).not.to.equal(seal);
    expect(createLedgerKey([fresh]).isSealed({ ...erased, seal })).to.equal(false);
    expect(now.cedulaHashes('1020304050')).to.deep.include(before.cedulaHash('1020304050'));
  });

  it('is not the key of the second factors, and seals are not hashes of cédulas', () => {
    const key = createLedgerKey([old]);
    const text = `${erased.personHash} ${erased.erasedAt}`;
    expect(key.cedulaHash(text).toString('hex')).not.to.equal(key.seal(erased));
  });
});
