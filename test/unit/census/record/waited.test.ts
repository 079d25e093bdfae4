import { expect } from 'chai';
import type { RecordRow } from '../../../../services/census/record/record.ts';
import { waitedEnd, waitedNow } from '../../../../services/census/record/waited.ts';
import { later, rowWith } from '../rows.ts';

const AT = later(60);
const running = rowWith({ status: 'PROCESSING', dueAt: null });
const { userId } = running;
const over = (change: Partial<RecordRow>): RecordRow =>
  rowWith({ dueAt: null, requestedBy: userId, answerStatus: null, answeredAt: null, ...change });
const answered = over({ status: 'ACTIVE', answerStatus: 'ACTIVE', answeredAt: AT });
const failed = over({ status: 'ERROR' });
const known = { ...running, answerStatus: 'ACTIVE' as const };

describe('What a person waited for', () => {
  it('ends with the answer that they asked for, also when it is the one that they had', () => {
    expect(waitedEnd(running, answered, AT)).to.equal('answer');
    expect(waitedEnd(known, answered, AT)).to.equal('answer');
  });

  it('ends with the first answer of all, whoever asked for it', () => {
    expect(waitedEnd(running, { ...answered, requestedBy: null }, AT)).to.equal('answer');
  });

  it('is not over when the portal, or who leads them, had an answer checked again', () => {
    for (const requestedBy of [null, '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11'])
      expect(waitedEnd(known, { ...answered, requestedBy }, AT)).to.equal(null);
  });

  it('ends with a failure for good, once, and not with one that is tried again', () => {
    expect(waitedEnd(running, failed, AT)).to.equal('failure');
    expect(waitedEnd(failed, failed, AT), 'something else of it changes').to.equal(null);
    expect(waitedEnd(running, { ...failed, dueAt: later(90) }, AT)).to.equal(null);
  });

  it('ends with an answer that comes after it had failed for good', () => {
    expect(waitedEnd(failed, answered, AT)).to.equal('answer');
  });

  it('is not over again when something else of an answered record changes', () => {
    expect(waitedEnd(answered, answered, later(120))).to.equal(null);
    expect(waitedNow(answered, later(120))).to.equal(null);
  });

  it('is found by looking at the record alone, where the event was lost', () => {
    expect([answered, failed, running].map((row) => waitedNow(row, AT))).to.deep.equal([
      'answer',
      'failure',
      null,
    ]);
  });
});
