import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { readXlsx } from 'hucre/xlsx';
import { eventually } from '../../../../support/eventually.ts';
import { type PlayedPortal, playPortal } from './portal.ts';

const CSV = '/referidos/exportar.csv';
/** With names of 8,000 letters some 800 MB: more than sockets and streams hold on their way. */
const ENDLESS = { pages: 200, letters: 8_000 };

const wholeOf = async (response: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

describe('An export on its way', () => {
  let portal: PlayedPortal;
  const begin = async (script: Parameters<typeof playPortal>[0]): Promise<PlayedPortal> => {
    portal = await playPortal(script);
    return portal;
  };
  const pagesAsked = () => portal.calls('accounts.referrals').length;
  /** Waits until nothing more is asked for, however often one looks. */
  const standsStill = () => {
    let seen = { pages: -1, since: Date.now() };
    return eventually('no further page is asked for', () => {
      if (seen.pages !== pagesAsked()) seen = { pages: pagesAsked(), since: Date.now() };
      return Date.now() - seen.since > 1_000;
    });
  };
  /** Asks until no earlier export is in the way. */
  const allowedAgain = () =>
    eventually('the export before it has ended', async () => {
      const response = await portal.open(CSV);
      if (response.statusCode === 200) return response;
      response.resume();
      return null;
    });
  afterEach(() => portal.close());

  it('that is only asked about reads nobody', async () => {
    const { open, calls } = await begin({ pages: 1 });
    expect((await open(CSV, 'HEAD')).statusCode).to.equal(200);
    expect(calls('accounts.referrals')).to.deep.equal([]);
  });

  it('has everybody whom the query finds, with the filter passed on and written down first', async () => {
    const { open, calls } = await begin({ pages: 3 });
    const response = await open(`${CSV}?status=encontrados&q=1020304050&sort=name`);
    expect(response.headers['content-type']).to.equal('text/csv; charset=utf-8');
    expect(response.headers['content-disposition']).to.match(
      /^attachment; filename="referidos-\d{4}-\d{2}-\d{2}\.csv"$/,
    );
    expect((await text(response)).split('\r\n')).to.have.lengthOf(1 + 3 * 500);
    for (const asked of calls('accounts.referrals'))
      expect(asked).to.deep.include({ status: 'encontrados', q: '1020304050', sort: 'name', limit: 500 });
    expect(calls('accounts.noteExport')).to.have.lengthOf(1);
    expect(calls('accounts.noteExport')[0]).to.deep.include({
      detail: 'formato=csv estado=encontrados orden=name busca=sí',
    });
  });

  it('is the same list as an Excel file', async () => {
    const { open } = await begin({ pages: 3 });
    const { sheets } = await readXlsx(new Uint8Array(await wholeOf(await open('/referidos/exportar.xlsx'))));
    expect(sheets[0]?.rows).to.have.lengthOf(1 + 3 * 500);
  });

  it('asks for no census data for a USER, nor lets them narrow by it', async () => {
    const { open, calls } = await begin({ pages: 1, role: 'USER' });
    const [header] = (await text(await open(`${CSV}?status=errores`))).split('\r\n');
    expect(header).not.to.contain('Estado');
    expect(calls('census.answers')).to.deep.equal([]);
    expect(calls('accounts.referrals')[0]).to.deep.include({ status: 'todos' });
  });

  it('is refused to an OPERATOR', async () => {
    const { open, calls } = await begin({ pages: 1, role: 'OPERATOR' });
    expect((await open(CSV)).statusCode).to.equal(403);
    expect(calls('accounts.referrals')).to.deep.equal([]);
  });

  for (const format of ['csv', 'xlsx']) {
    it(`as ${format} fetches no more than a slow reader takes, and ends when that reader goes`, async () => {
      const { open } = await begin(ENDLESS);
      const response = await open(`/referidos/exportar.${format}`);
      await standsStill();
      const early = pagesAsked();
      expect(early, 'pages fetched ahead').to.be.below(ENDLESS.pages / 4);
      response.destroy();
      await standsStill();
      expect(pagesAsked(), 'pages after the reader went').to.be.at.most(early + 2);
      (await allowedAgain()).destroy();
    });
  }

  it('is one a person at a time: a second is refused with 409, until the first is over', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { open } = await begin({ pages: 2, onPage: (page) => (page === 1 ? held : undefined) });
    const first = await open(CSV);
    const second = await open('/referidos/exportar.xlsx');
    expect(second.statusCode).to.equal(409);
    expect(await text(second)).to.contain('Ya tiene una descarga en curso.');
    goOn();
    await text(first);
    expect((await text(await allowedAgain())).split('\r\n')).to.have.lengthOf(1_001);
  });

  for (const format of ['csv', 'xlsx']) {
    it(`as ${format} breaks off when a page fails, so that nobody takes half a file for a whole one`, async () => {
      const { open } = await begin({
        pages: 3,
        onPage: (page) => {
          if (page === 2) throw new Error('the database is away');
        },
      });
      const outcome = await wholeOf(await open(`/referidos/exportar.${format}`)).then(
        () => 'a whole file',
        (error: NodeJS.ErrnoException) => error.code,
      );
      expect(outcome).to.equal('ECONNRESET');
    });
  }

  it('is a page of its own when the first page fails, and may be asked for again', async () => {
    let failures = 1;
    const { open } = await begin({
      pages: 1,
      onPage: () => {
        failures -= 1;
        if (failures >= 0) throw new Error('the database is away');
      },
    });
    const refused = await open(CSV);
    expect(refused.statusCode).to.equal(500);
    expect(refused.headers['content-type']).to.contain('text/html');
    expect(refused.headers).not.to.have.property('content-disposition');
    refused.resume();
    expect((await text(await open(CSV))).split('\r\n')).to.have.lengthOf(501);
  });

  it('breaks off when the session is over', async () => {
    let pages = 0;
    const { open } = await begin({
      pages: 3,
      onPage: () => {
        pages += 1;
      },
      session: () => pages < 2,
    });
    const outcome = await text(await open(CSV)).then(
      () => 'a whole file',
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(outcome).to.equal('ECONNRESET');
    expect(pagesAsked()).to.equal(2);
  });
});
