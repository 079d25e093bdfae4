import { expect } from 'chai';
import { colombianVisitor } from '../../../../services/scraper/browser/context-options.ts';

describe('A visitor', () => {
  const said = (browser: string): string | undefined =>
    colombianVisitor(`Mozilla/5.0 (X11; Linux x86_64) ${browser} Safari/537.36`).userAgent;

  it('calls its browser what it would be called with a window', () => {
    const expected = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36';
    expect(said('HeadlessChrome/156.0.0.0'), 'Chromium').to.equal(expected);
    expect(said('HeadlessChrome/156.0.8078.79'), 'headless shell').to.equal(expected);
    expect(said('Chrome/156.0.0.0'), 'with a window').to.equal(expected);
  });
});
