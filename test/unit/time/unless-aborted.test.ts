import { expect } from 'chai';
import { unlessAborted } from '../../../shared/time/unless-aborted.ts';
import { failureOf } from '../../support/failures.ts';

describe('Work that a signal ends the wait for', () => {
  const gone = new Error('gone');
  let end: AbortController;
  beforeEach(() => {
    end = new AbortController();
  });

  it('ends as it would by itself while nothing aborts', async () => {
    expect(await unlessAborted(end.signal, Promise.resolve('done'))).to.equal('done');
    const refused = new Error('refused');
    expect(await failureOf(unlessAborted(end.signal, Promise.reject(refused)))).to.equal(refused);
  });

  it('is not waited for once it aborts, nor when it has aborted before', async () => {
    const waiting = unlessAborted(end.signal, new Promise(() => {}));
    end.abort(gone);
    expect(await failureOf(waiting)).to.equal(gone);
    expect(await failureOf(unlessAborted(end.signal, new Promise(() => {})))).to.equal(gone);
  });

  it('heeds every one of several signals', async () => {
    const waiting = unlessAborted([new AbortController().signal, end.signal], new Promise(() => {}));
    end.abort(gone);
    expect(await failureOf(waiting)).to.equal(gone);
  });
});
