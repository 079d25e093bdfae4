import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

describe('A page that looks for what is newer', () => {
  let app: PlayedApp;
  let waiting = 3;
  before(async () => {
    app = await playApp({
      'accounts.session': () => ({ user: personWith(), passport: 'a passport' }),
      'census.status': () => ({
        ...{
          state: 'answering',
          hold: null,
          lastAnswerAt: null,
          waiting,
          expectedAt: null,
          intervalMs: 5_000,
        },
      }),
    });
  });
  after(() => app.close());

  const look = async (known?: string) => {
    const cookie = `censo-session=${tokenOf('session-1')}`;
    const headers = known === undefined ? { cookie } : { cookie, 'censo-tiene': known };
    const response = await app.open('/estado/', { headers });
    const bytes = response.rawHeaders.join(': ').length;
    return { told: response.headers, bytes, status: response.statusCode, html: await text(response) };
  };
  const hashesIn = (html: string) =>
    [...html.matchAll(/ data-h="([^"]+)"/g)].map(([, hash]) => hash).join(' ');

  it('gets nothing when nothing is newer', async () => {
    const { html: page } = await look();
    expect(page).to.include('</html>');
    const { html, status, told } = await look(hashesIn(page));
    expect({ status, html, partly: told['censo-partes'] }).to.deep.equal({
      status: 200,
      html: '',
      partly: '0',
    });
  });

  it('gets the part that changed, and nothing around it', async () => {
    const { html: page } = await look();
    waiting += 1;
    const { html } = await look(hashesIn(page));
    expect(html).to.match(
      /^<template data-key="estado"><article data-h="[^"]+" class="card good" id="estado"/,
    );
    expect(html).not.to.include('<body').and.not.include('Estado del servicio');
  });

  it('is told no more of what a page may do than that this is none', async () => {
    const { told, bytes } = await look('nothing');
    expect(told['content-security-policy']).to.equal("default-src 'none'");
    expect(told['x-content-type-options']).to.equal('nosniff');
    expect(bytes).to.be.lessThan(700);
  });
});
