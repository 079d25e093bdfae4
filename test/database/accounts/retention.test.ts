import { expect } from 'chai';
import { listUsers } from '../../../services/accounts/administration/users.ts';
import {
  erasedOn,
  eraseSome,
  FIRST,
  NOTICE_DAYS,
  tellSome,
} from '../../../services/accounts/erasure/retention.ts';
import { queueMessage } from '../../../services/accounts/messenger/queue-message.ts';
import type { MessengerSettings } from '../../../services/accounts/messenger/settings.ts';
import { UserEntity } from '../../../services/accounts/store/entities.ts';
import { noteActivity } from '../../../services/accounts/users/note-activity.ts';
import { countUnreached } from '../../../services/accounts/users/unreached.ts';
import type { RetentionConfig } from '../../../shared/config/config.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, DAY_S, START } from '../support/clock.ts';
import { ledger } from './support/ledger.ts';
import { messengerSettings } from './support/messenger.ts';
import { actorOf, createPerson, ip } from './support/people.ts';

const NEVER = at(1e9);
const without: MessengerSettings = { ...messengerSettings, name: 'none' };
const day = (n: number): Date => at(n * DAY_S);

describe('The term of what is kept', () => {
  const database = useDatabase('accounts');
  const fork = () => database.fork();
  const words = (date: Date) => date.toISOString().slice(0, 10);
  const tellBy = async (
    messenger: MessengerSettings,
    retention: RetentionConfig,
    now: Date,
    shownSince = NEVER,
  ) => {
    const { told, unreached } = await tellSome(fork, { retention, messenger, words, shownSince }, now);
    return { told, unreached };
  };
  const tell = async (retention: RetentionConfig, now: Date) =>
    (await tellBy(messengerSettings, retention, now)).told;
  const erase = async (retention: RetentionConfig, now: Date) =>
    (await eraseSome(fork, { retention, messenger: without, ledger }, now)).erased;
  const people = async (): Promise<string[]> =>
    (
      await database.query<{ name: string }>('select nombre_completo as name from accounts.users order by 1')
    ).map(({ name }) => name);
  const messages = () => database.query<{ body: string }>('select body from accounts.messages');

  beforeEach(async () => {
    for (const [nombreCompleto, role] of [
      ['Ana', 'USER'],
      ['Beto', 'USER'],
      ['Chepa', 'ADMIN'],
    ] as const)
      await createPerson(fork(), { nombreCompleto, role });
  });

  const hundred = { days: 100, until: undefined };

  it('tells who has not been here for long, once, and erases them when it is over', async () => {
    expect(await tell(hundred, day(84))).to.equal(0);
    expect(await tell(hundred, day(86))).to.equal(2);
    expect(await tell(hundred, day(86))).to.equal(0);
    expect((await messages()).map(({ body }) => body).join()).to.include(words(day(101)));
    expect(await erase(hundred, day(100))).to.equal(0);
    expect(await erase(hundred, day(101.5))).to.equal(2);
    expect(await people()).to.deep.equal(['Chepa']);
    expect(await database.query('select distinct reason from accounts.erasures')).to.deep.equal([
      { reason: 'retention' },
    ]);
  });

  it('begins anew with whoever comes back after they were told', async () => {
    await tell(hundred, day(86));
    const [ana] = await database.query<{ id: string }>(
      `select id from accounts.users where nombre_completo = 'Ana'`,
    );
    await noteActivity(fork(), ana?.id ?? '', day(90));
    await erase(hundred, day(102));
    expect(await people()).to.deep.equal(['Ana', 'Chepa']);
    expect(await tell(hundred, day(180))).to.equal(1);
    expect(await erase(hundred, day(191))).to.equal(0);
    expect(await erase(hundred, day(196))).to.equal(1);
  });

  it('ends for all on a day, of which they were told in time, whoever was here since', async () => {
    const until = { days: 0, until: day(40) };
    expect(await tell(until, day(24))).to.equal(0);
    expect(await tell(until, day(25))).to.equal(2);
    const [ana] = await database.query<{ id: string }>(
      `select id from accounts.users where nombre_completo = 'Ana'`,
    );
    await noteActivity(fork(), ana?.id ?? '', day(39));
    expect(await tell(until, day(39))).to.equal(0);
    expect(await erase(until, day(39))).to.equal(0);
    expect(await erase(until, day(40))).to.equal(2);
    expect(await people()).to.deep.equal(['Chepa']);
  });

  it('is never over without notice, also where the day is past as it is set', async () => {
    const until = { days: 0, until: day(1) };
    expect(await erase(until, day(50))).to.equal(0);
    expect(await tell(until, day(50))).to.equal(2);
    expect(await erase(until, day(50 + NOTICE_DAYS - 1))).to.equal(0);
    expect(await erase(until, day(50 + NOTICE_DAYS))).to.equal(2);
  });

  describe('where no message reaches them', () => {
    const until = { days: 0, until: day(40) };
    const visit = async (name: string, now: Date): Promise<void> => {
      const [one] = await database.query<{ id: string }>(
        'select id from accounts.users where nombre_completo = $1',
        [name],
      );
      await noteActivity(fork(), one?.id ?? '', now);
    };

    it('is listed for who administers, and counted, until they are told or come back', async () => {
      await tellBy(without, hundred, day(200));
      const [chepa] = await fork().find(UserEntity, { role: 'ADMIN' });
      if (chepa === undefined) throw new Error('there is an ADMIN');
      const listed = async () =>
        (
          await listUsers(
            fork(),
            { actor: actorOf(chepa), q: '', state: 'unreached', limit: 25, ip },
            day(200),
          )
        ).items
          .map(({ nombreCompleto }) => nombreCompleto)
          .sort();
      expect([await listed(), await countUnreached(fork())]).to.deep.equal([['Ana', 'Beto'], 2]);
      await visit('Ana', day(202));
      expect([await listed(), await countUnreached(fork())]).to.deep.equal([['Beto'], 1]);
      await tell(hundred, day(203));
      expect([await listed(), await countUnreached(fork())]).to.deep.equal([[], 0]);
    });

    it('erases nobody, and tries again the next day', async () => {
      for (const term of [hundred, until]) {
        expect(await tellBy(without, term, day(200))).to.deep.equal({ told: 0, unreached: 2 });
        expect(await tellBy(without, term, day(200.5))).to.deep.equal({ told: 0, unreached: 0 });
        expect(await erase(term, day(300))).to.equal(0);
        await database.query('delete from accounts.activity');
      }
      await tellBy(without, hundred, day(200));
      expect(await tell(hundred, day(201))).to.equal(2);
      expect(await erase(hundred, day(216))).to.equal(2);
    });

    it('counts no message that the bound of the day refused, nor one that was put aside', async () => {
      const capped = { ...messengerSettings, personDay: 1 };
      for (const { id, phone } of await fork().find(UserEntity, {}))
        await fork().transactional((tx) =>
          queueMessage(
            tx,
            capped,
            { userId: id, phone, kind: 'account_recovered', data: {}, urgent: false },
            day(86),
          ),
        );
      expect(await tellBy(capped, hundred, day(86))).to.deep.equal({ told: 0, unreached: 2 });
      expect(await erase(hundred, day(150))).to.equal(0);
      expect(await tell(hundred, day(150))).to.equal(2);
      await database.query(`update accounts.messages set state = 'failed', due_at = null, ended_at = now() where user_id = (
        select id from accounts.users where nombre_completo = 'Ana') and kind = 'retention_notice'`);
      expect(await erase(hundred, day(166))).to.equal(1);
      expect(await people()).to.deep.equal(['Ana', 'Chepa']);
    });

    it('counts the day as told to whoever was here while every page said it', async () => {
      await visit('Ana', day(24));
      expect(await tellBy(without, until, day(26), day(20))).to.deep.equal({ told: 1, unreached: 1 });
      expect(await erase(until, day(40))).to.equal(0);
      expect(await erase(until, day(41))).to.equal(1);
      expect(await people()).to.deep.equal(['Beto', 'Chepa']);
    });
  });

  it('goes on after somebody who cannot be erased, and says who', async () => {
    await tell(hundred, day(86));
    await database.query(
      `create table accounts.held as select id from accounts.users where nombre_completo = 'Ana'`,
    );
    await database.query('alter table accounts.held add foreign key (id) references accounts.users (id)');
    const failed: string[] = [];
    expect(
      await eraseSome(fork, { retention: hundred, messenger: without, ledger }, day(101.5), (id) =>
        failed.push(id),
      ),
    ).to.deep.equal({ erased: 1, next: null });
    expect(failed).to.have.lengthOf(1);
    await database.query('drop table accounts.held');
    expect(await people()).to.deep.equal(['Ana', 'Chepa']);
  });

  it('looks at everybody once a round, however many they are', async () => {
    await database.query(
      `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code, referral_goal,
         created_at, census_version)
       select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, (1000 + n)::text, 'Luz', '+573001234567',
         'x', 'USER', 'L' || n, 10, $1, 0 from generate_series(1, 60) n`,
      [START],
    );
    const round = async (work: (after: string) => Promise<{ next: string | null; done: number }>) => {
      const steps: number[] = [];
      for (let after: string | null = FIRST; after !== null; ) {
        const { next, done }: { next: string | null; done: number } = await work(after);
        steps.push(done);
        after = next;
      }
      return steps;
    };
    const telling = { retention: hundred, messenger: messengerSettings, words, shownSince: NEVER, ledger };
    expect(
      await round(async (after) => {
        const { told: done, next } = await tellSome(fork, { ...telling, after }, day(86));
        return { done, next };
      }),
    ).to.deep.equal([50, 12]);
    expect(
      await round(async (after) => {
        const { erased: done, next } = await eraseSome(fork, { ...telling, after }, day(101.5));
        return { done, next };
      }),
    ).to.deep.equal([50, 12]);
  });

  it('has no end where none is set', async () => {
    const none = { days: 0, until: undefined };
    expect([await tell(none, day(9_000)), await erase(none, day(9_000))]).to.deep.equal([0, 0]);
    expect(erasedOn(none, START)).to.equal(null);
  });
});
