import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { loadConfig } from '../../../../shared/config/load.ts';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith } from '../support/views.ts';

describe('The list of referrals', () => {
  let app: PlayedApp;
  const referred = personWith({ nombreCompleto: 'Ana Inventada' });

  before(async () => {
    app = await playApp({
      'accounts.session': () => ({ user: personWith({ role: 'LEADER' }) }),
      // As a process of the version before answers while an upgrade goes on: without counts.
      'accounts.referrals': () => ({ items: [referred], next: null, leader: null, led: {} }),
      'census.views': () => [],
      'accounts.registered': () => [],
      'census.batch': () => null,
    });
  });
  after(() => app.close());

  it('is shown without numbers when accounts says none', async () => {
    const { status, text } = await app.ask('/referidos/', {
      headers: { cookie: `censo-session=${tokenOf('played')}` },
    });
    expect(app.faults).to.deep.equal([]);
    expect(status).to.equal(200);
    expect(text).to.include('Ana Inventada');
  });
});

describe('A list of 100 people that stays open', () => {
  let app: PlayedApp;
  const reader = personWith({ role: 'LEADER' });
  let people = Array.from({ length: 100 }, (_, i) =>
    personWith({ id: randomUUID(), nombreCompleto: `Ana ${i}` }),
  );
  before(async () => {
    app = await playApp(
      {
        'accounts.session': () => ({ user: reader, passport: 'a passport' }),
        'accounts.referrals': () => ({
          ...{ items: people, kept: [], left: [], next: null, previous: null },
          ...{ leader: null, led: {}, counts: null },
        }),
        'census.views': () => [],
        'accounts.registered': () => [],
        'census.batch': () => null,
      },
      { limits: loadConfig({ LIMIT_LIST: '600 persona=10' }).limits },
    );
  });
  after(() => app.close());

  const open = (known?: string) =>
    app.ask('/referidos/?por=100', {
      headers: {
        cookie: `censo-session=${tokenOf('played')}`,
        ...(known === undefined ? {} : { 'censo-tiene': known }),
      },
    });

  it('counts for those who are newer, and not each time for everybody; what is said of what is there changes nothing', async () => {
    const { text } = await open();
    const known = [...text.matchAll(/ data-h="([^"]+)"/g)].map(([, hash]) => hash).join(' ');
    people = [personWith({ id: randomUUID(), nombreCompleto: 'Eva Nueva' }), ...people.slice(1)];
    for (let looks = 0; looks < 5; looks += 1) {
      const look = await open(known);
      expect(look.status).to.equal(200);
      expect(look.text).to.include('Eva Nueva').and.not.include('Ana 50');
    }
    const walk = await open('nothing');
    expect(walk.status).to.equal(429);
    expect(walk.text).not.to.include('Ana 50');
  });
});

describe('A search in a list', () => {
  let app: PlayedApp;
  before(async () => {
    app = await playApp({
      'accounts.session': () => ({ user: personWith({ role: 'LEADER' }) }),
      'accounts.referrals': () => ({
        ...{ items: [personWith()], kept: [], left: [], next: 'next', previous: null, leader: null, led: {} },
        ...{ counts: { todos: 500 }, beyond: ['todos'], places: null },
      }),
      'census.views': () => [],
      'accounts.registered': () => [],
      'census.batch': () => null,
    });
  });
  after(() => app.close());

  const open = (query: string) =>
    app.ask(`/referidos/?${query}`, { headers: { cookie: `censo-session=${tokenOf('played')}` } });

  it('is counted so far as people read, but where a page does not know which of all it has', async () => {
    for (const query of [
      'q=ana',
      'q=ana&status=errores',
      'q=ana&cursor=x&desde=26',
      'q=ana&cursor=x&hacia=antes&desde=2',
    ])
      expect(await askedFor(query), query).to.include({ counts: true, countMost: 500 });
    for (const query of ['q=ana&hacia=antes', 'q=ana&cursor=x', 'q=ana&cursor=x&hacia=antes'])
      expect(await askedFor(query), query)
        .to.include({ counts: true })
        .and.not.have.property('countMost');
  });
  const askedFor = async (query: string) => {
    const { status } = await open(query);
    expect(status).to.equal(200);
    return app.calls('accounts.referrals').at(-1);
  };

  it('says that it finds more than were counted', async () => {
    const { text } = await open('q=ana');
    expect(text).to.include('1&#8211;1 de más de 500').and.include('<span class="count">+500</span>');
  });
});
