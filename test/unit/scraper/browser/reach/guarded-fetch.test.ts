import { expect } from 'chai';
import { guardedFetch } from '../../../../../services/scraper/browser/reach/guarded-fetch.ts';
import { createReach } from '../../../../../services/scraper/browser/reach/reach.ts';
import { explain } from '../../../../../services/scraper/sources/explain.ts';
import { failureOf } from '../../../../support/failures.ts';

const TARGET = 'https://censo.example.com/consultar/';

describe('A fetch that is led', () => {
  let sent: string[];
  let answers: Response[];
  let addresses: Record<string, string[]>;
  beforeEach(() => {
    sent = [];
    answers = [];
    addresses = { 'censo.example.com': ['203.0.114.7'], 'parts.example.com': ['203.0.114.8'] };
  });

  const led = guardedFetch(
    createReach({ target: TARGET, hosts: ['parts.example.com'] }),
    async (request) => {
      sent.push(`${request.method} ${request.url}`);
      return answers.shift() ?? new Response('sí');
    },
    async (name) => addresses[name] ?? [],
  );
  const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } });

  it('asks the target and the hosts of its source, and follows a page there', async () => {
    answers = [redirect('/otra')];
    expect(await (await led(TARGET)).text()).to.equal('sí');
    await led('https://parts.example.com/a.js');
    expect(sent).to.deep.equal([
      `GET ${TARGET}`,
      'GET https://censo.example.com/otra',
      'GET https://parts.example.com/a.js',
    ]);
  });

  for (const elsewhere of [
    'https://attacker.test/',
    'http://censo.example.com/',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
  ]) {
    it(`asks nothing of ${elsewhere}, neither when told nor when led`, async () => {
      expect(explain(await failureOf(led(elsewhere))).failure).to.equal('page_changed');
      expect(sent).to.deep.equal([]);
      answers = [redirect(elsewhere)];
      expect(explain(await failureOf(led(TARGET))).failure).to.equal('page_changed');
      expect(sent).to.deep.equal([`GET ${TARGET}`]);
    });
  }

  it('does not send a question on to where it is led, nor go round in circles', async () => {
    answers = [redirect('/otra', 307)];
    expect((await led(TARGET, { method: 'POST', body: '1020304050' })).status).to.equal(307);
    answers = Array.from({ length: 20 }, () => redirect('/vuelta'));
    expect((await led(TARGET)).status).to.equal(302);
    expect(sent).to.have.lengthOf(1 + 6);
  });

  it("asks nothing when the target's own name leads into a private network", async () => {
    for (const address of ['10.0.0.7', '127.0.0.1', '169.254.169.254', '::ffff:192.168.0.1']) {
      addresses = { 'censo.example.com': ['203.0.114.7', address] };
      expect(explain(await failureOf(led(TARGET)))).to.include({ failure: 'network' });
    }
    expect(sent).to.deep.equal([]);
  });
});
