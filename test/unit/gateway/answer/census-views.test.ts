import { expect } from 'chai';
import type { ActionInput } from '../../../../shared/contract/actions.ts';
import type { CensusView } from '../../../../shared/contract/census.ts';
import type { Subject } from '../../../../shared/contract/subject.ts';
import { AppError } from '../../../../shared/errors.ts';
import { type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith, viewWith } from '../support/views.ts';

const json = { 'content-type': 'application/json' };
const missing = (): never => {
  throw new AppError('not_found', 'No hay una consulta del censo para esta persona.', { status: 404 });
};
const forbidden = (): never => {
  throw new AppError('forbidden', 'No puede actualizar la consulta de esta persona.', { status: 403 });
};

const SUBNET = 'a'.repeat(32);

describe('Whoever has registered, before their record is made,', () => {
  const person = personWith({ role: 'LEADER' });
  const friend = personWith();
  const admin = personWith({ role: 'ADMIN' });
  const unconsented = personWith({ role: 'ADMIN' });
  const users = { person, friend, admin, unconsented };
  const subjects: Subject[] = [person, friend].map(({ id }) => ({
    ...{ userId: id, referrerId: id === friend.id ? person.id : null, coordinatorId: null },
  }));
  let app: PlayedApp;

  before(async () => {
    app = await playApp({
      'accounts.session': ({ token }: { token: string }) => ({
        user: users[token.replace(/_+$/, '') as keyof typeof users],
      }),
      'accounts.registered': ({ userIds }: { userIds: string[] }) =>
        subjects.filter(({ userId }) => userIds.includes(userId)),
      'accounts.referralCounts': () => ({ todos: 1 }),
      'accounts.referrals': () => ({
        ...{ items: [friend], next: null, leader: null, led: {}, counts: { todos: 1 } },
      }),
      'accounts.referral': () => ({ ...friend, leader: null }),
      'accounts.user': () => ({ user: friend, referrer: null, referrals: 0, factorSince: null }),
      'accounts.auditTrail': () => ({ items: [], next: null }),
      'accounts.noteReads': () => null,
      'accounts.phone': () => ({ phone: friend.phone, confirmedAt: null, pending: null, canConfirm: false }),
      'accounts.subnet': () => SUBNET,
      'census.batch': () => null,
      'census.view': missing,
      'census.history': missing,
      'census.views': ({ newcomers = [] }: { newcomers?: Subject[] }) =>
        newcomers.map(({ userId }) => viewWith({ userId, version: 0 })),
      'census.refresh': ({ newcomer }: { newcomer?: Subject }) =>
        newcomer === undefined ? forbidden() : null,
    });
  });
  after(() => app.close());
  /** With which subnets the census was asked for a refresh. */
  const subnetsAsked = () =>
    app.calls('census.refresh').map((params) => (params as ActionInput<'census.refresh'>).subnet);
  afterEach(() => expect(app.faults).to.deep.equal([]));

  const ask = (path: string, who: keyof typeof users, method = 'GET') =>
    app.ask(path, { method, headers: { ...json, cookie: `censo-session=${tokenOf(who)}` } });
  const read = async <T>(path: string, who: keyof typeof users): Promise<T> =>
    JSON.parse((await ask(path, who)).text) as T;

  it('waits, for themselves: 200 and PENDING, version 0', async () => {
    const { status, text } = await ask('/api/v1/me/census', 'friend');
    expect(status).to.equal(200);
    expect(JSON.parse(text)).to.include({ userId: friend.id, status: 'PENDING', version: 0, attempt: 0 });
  });

  it('waits on their own pages, which keep looking', async () => {
    for (const path of ['/', '/perfil/']) {
      const { text } = await ask(path, 'friend');
      expect(text, path).to.include('Verificando').and.to.include('data-waiting');
      expect(text, path).to.match(new RegExp(`data-person="${friend.id}" data-version="0"`));
    }
  });

  it('waits in the lists and on the page of who referred them', async () => {
    const list = await read<{ items: { census: CensusView | null }[] }>('/api/v1/referrals', 'person');
    expect(list.items.map(({ census }) => census?.status)).to.deep.equal(['PENDING']);
    for (const path of ['/referidos/', `/referido/${friend.id}/`])
      expect((await ask(path, 'person')).text, path).to.include('Verificando');
  });

  it('waits for who administers, with a history that is empty', async () => {
    const found = await read<{ census: CensusView | null }>(`/api/v1/admin/users/${friend.id}`, 'admin');
    expect(found.census?.status).to.equal('PENDING');
    expect(await read(`/api/v1/admin/users/${friend.id}/history`, 'admin')).to.deep.equal({ items: [] });
    expect((await ask(`/admin/usuarios/${friend.id}/`, 'admin')).text).to.include('Verificando');
  });

  it('may be asked for: it is taken as for anybody who waits', async () => {
    expect((await ask('/api/v1/me/census/refresh', 'friend', 'POST')).status).to.equal(202);
    expect(subnetsAsked(), 'in a turn with those from elsewhere').to.deep.equal([SUBNET, SUBNET]);
    expect((await ask(`/api/v1/referrals/${friend.id}/refresh`, 'person', 'POST')).status).to.equal(202);
    expect(subnetsAsked().slice(2), 'who asks for others waits behind them').to.deep.equal([
      undefined,
      undefined,
    ]);
  });

  it('is not mistaken for who never asked to be looked up, nor for nobody', async () => {
    expect((await ask('/api/v1/me/census', 'unconsented')).status).to.equal(404);
    expect((await ask('/perfil/', 'unconsented')).text).to.include('no ha autorizado la consulta');
    expect((await ask('/api/v1/me/census/refresh', 'unconsented', 'POST')).status).to.equal(403);
    expect((await ask(`/api/v1/referrals/${crypto.randomUUID()}/refresh`, 'person', 'POST')).status).to.equal(
      403,
    );
    expect((await ask(`/api/v1/admin/users/${crypto.randomUUID()}/history`, 'admin')).status).to.equal(404);
  });
});
