import { expect } from 'chai';
import { type Message, queueMessage } from '../../../../services/accounts/messenger/queue-message.ts';
import type { MessengerSettings } from '../../../../services/accounts/messenger/settings.ts';
import { failureOf } from '../../../support/failures.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { messengerSettings } from '../support/messenger.ts';
import { createPerson } from '../support/people.ts';

/** Noon in Colombia. */
const NOON = new Date('2026-11-26T17:00:00.000Z');
const NIGHT = new Date('2026-11-27T03:30:00.000Z');
const MORNING = new Date('2026-11-27T13:00:00.000Z');

describe('A message to a phone', () => {
  const database = useDatabase('accounts');

  const queue = (message: Partial<Message> = {}, now = NOON, settings: Partial<MessengerSettings> = {}) =>
    database.fork().transactional((tx) =>
      queueMessage(
        tx,
        { ...messengerSettings, ...settings },
        {
          ...{ userId: null, phone: '+573107654321', kind: 'phone_code', urgent: true },
          data: { code: '123456', ending: '21' },
          ...message,
        },
        now,
      ),
    );
  const messages = () =>
    database.query<{ state: string; phone: string; body: string; code: string; due_at: Date }>(
      'select state, phone, body, code, due_at from accounts.messages order by created_at, tries',
    );

  it('waits with its words until it is sent', async () => {
    expect(await queue()).to.equal('queued');
    const [message] = await messages();
    expect(message).to.include({ state: 'waiting', phone: '+573107654321', code: '123456' });
    expect(message?.body).to.contain('123456');
    expect(message?.due_at).to.deep.equal(NOON);
  });

  it('is not written down where nobody can be reached, or by this number', async () => {
    expect(await queue({}, NOON, { name: 'none' })).to.equal('none');
    expect(await queue({ phone: '12' })).to.equal('none');
    expect(await messages()).to.deep.equal([]);
  });

  it('reaches a phone that an earlier release kept with ten digits', async () => {
    await queue({ phone: '3107654321' });
    expect((await messages())[0]?.phone).to.equal('+573107654321');
  });

  it('is no part of anything that was undone', async () => {
    await failureOf(
      database.fork().transactional(async (tx) => {
        const message = {
          userId: null,
          phone: '+573107654321',
          kind: 'erased',
          data: {},
          urgent: true,
        } as const;
        await queueMessage(tx, messengerSettings, message, NOON);
        throw new Error('undone');
      }),
    );
    expect(await messages()).to.deep.equal([]);
  });

  it('waits for the morning when it can, and not when it is urgent', async () => {
    await queue({ kind: 'phone_changed', urgent: false }, NIGHT);
    expect((await messages())[0]?.due_at).to.deep.equal(MORNING);
    await queue({}, NIGHT);
    expect((await messages()).map(({ due_at }) => due_at)).to.deep.include(NIGHT);
  });

  it('takes the place of an older code that still waits, which is forgotten', async () => {
    const { id } = await createPerson(database.fork());
    await queue({ userId: id, data: { code: '111111' } });
    await queue({ userId: id, data: { code: '222222' } });
    expect(
      (await messages()).map(({ state, code, phone }) => ({ state, code, phone: phone !== null })),
    ).to.have.deep.members([
      { state: 'expired', code: null, phone: false },
      { state: 'waiting', code: '222222', phone: true },
    ]);
  });

  describe('is one of so many a day', () => {
    const few = { personDay: 2, subnetDay: 3, portalDay: 5, abroadDay: 1 };
    const phones = [
      '+573107654321',
      '+573107654322',
      '+573107654323',
      '+573107654324',
      '+573107654325',
      '+573107654326',
    ];

    it('to a number, whoever asks, also at the same moment', async () => {
      const queued = await Promise.all(Array.from({ length: 6 }, () => queue({}, NOON, few)));
      expect(queued.filter((one) => one === 'queued')).to.have.length(2);
      expect(queued.filter((one) => one === 'capped')).to.have.length(4);
    });

    it('to a person, whatever their numbers', async () => {
      const { id: userId } = await createPerson(database.fork());
      const queued = [];
      for (const phone of phones) queued.push(await queue({ userId, phone }, NOON, few));
      expect(queued.slice(0, 3)).to.deep.equal(['queued', 'queued', 'capped']);
    });

    it('from an address block, and by the whole portal', async () => {
      const queued = [];
      for (const phone of phones.slice(0, 4))
        queued.push(await queue({ phone, subnet: 'a'.repeat(32) }, NOON, few));
      expect(queued).to.deep.equal(['queued', 'queued', 'queued', 'capped']);
      for (const phone of phones.slice(3)) queued.push(await queue({ phone }, NOON, few));
      expect(queued.slice(4)).to.deep.equal(['queued', 'queued', 'capped']);
    });

    it('and what is refused to one network is not taken from the portal', async () => {
      const bounds = { ...few, subnetDay: 1, portalDay: 2 };
      const queued = [];
      for (const phone of phones.slice(0, 3))
        queued.push(await queue({ phone, subnet: 'a'.repeat(32) }, NOON, bounds));
      queued.push(await queue({ phone: phones[4] ?? '' }, NOON, bounds));
      expect(queued).to.deep.equal(['queued', 'capped', 'capped', 'queued']);
    });

    it('and what is refused to one network is not taken from the person', async () => {
      const { id: userId } = await createPerson(database.fork());
      const bounds = { ...few, subnetDay: 1 };
      for (let n = 0; n < 4; n += 1)
        await queue({ userId, phone: phones[n] ?? '', subnet: 'a'.repeat(32) }, NOON, bounds);
      expect(await queue({ userId, phone: phones[5] ?? '' }, NOON, bounds)).to.equal('queued');
    });

    it('and registering with somebody’s cédula leaves them their codes for recovery', async () => {
      const { id: userId } = await createPerson(database.fork());
      for (let n = 0; n < 2; n += 1) await queue({ userId, kind: 'account_exists' }, NOON, few);
      expect(await queue({ userId, kind: 'account_exists' }, NOON, few)).to.equal('capped');
      expect(await queue({ userId, kind: 'phone_changed' }, NOON, few), 'a warning').to.equal('queued');
      const queued = [];
      for (let n = 0; n < 3; n += 1) queued.push(await queue({ userId, kind: 'recovery_code' }, NOON, few));
      expect(queued).to.deep.equal(['queued', 'queued', 'capped']);
    });

    it('and the last tenth of the portal’s is for recovery', async () => {
      const bounds = { personDay: 20, portalDay: 10 };
      for (let n = 0; n < 9; n += 1) expect(await queue({}, NOON, bounds)).to.equal('queued');
      expect(await queue({}, NOON, bounds)).to.equal('capped');
      expect(await queue({ kind: 'recovery_code' }, NOON, bounds)).to.equal('queued');
      expect(await queue({ kind: 'recovery_code' }, NOON, bounds)).to.equal('capped');
    });

    it('to other countries', async () => {
      const abroad = ['+12133734253', '+34612345678'];
      const queued = [];
      for (const phone of [...abroad, ...phones.slice(0, 1)]) queued.push(await queue({ phone }, NOON, few));
      expect(queued).to.deep.equal(['queued', 'capped', 'queued']);
    });

    for (const kind of ['account_exists', 'claim_opened'] as const)
      it(`and ${kind}, which strangers make come, keeps no warning away`, async () => {
        const { id: userId } = await createPerson(database.fork());
        const tried = [];
        for (let n = 0; n < 3; n += 1) tried.push(await queue({ userId, kind }, NOON, few));
        expect(tried).to.deep.equal(['queued', 'queued', 'capped']);
        expect(await queue({ userId, kind: 'account_recovered' }, NOON, few)).to.equal('queued');
      });

    it('and codes that somebody asks for keep no warning away', async () => {
      const { id: userId } = await createPerson(database.fork());
      for (let sent = 0; sent < 4; sent += 1) await queue({ userId }, NOON, few);
      expect(await queue({ userId, kind: 'account_recovered' }, NOON, few)).to.equal('queued');
    });

    it('and the next day there are as many again', async () => {
      for (let sent = 0; sent < 3; sent += 1) await queue({}, NOON, few);
      expect(await queue({}, NOON, few)).to.equal('capped');
      expect(await queue({}, MORNING, few)).to.equal('queued');
    });
  });
});
