import { expect } from 'chai';
import { askCanary } from '../../../services/census/canary/ask.ts';
import { endCanary, grantCanary, readCanary } from '../../../services/census/canary/consent.ts';
import { judgeCanaries } from '../../../services/census/canary/judge.ts';
import { censusConsumers } from '../../../services/census/events/consumers.ts';
import { latestOperations } from '../../../services/census/store/operations.ts';
import type { Role } from '../../../shared/contract/accounts.ts';
import { CANARY_CONSENT } from '../../../shared/contract/canary.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { active, actor, failed, lookupsIn } from './support/lookups.ts';

const HOUR = 3_600;

describe('A canary', () => {
  const database = useDatabase('census');
  const { register, take, complete, record, lookUp } = lookupsIn(database);
  const fork = () => database.fork();
  const ask = (seconds: number) => askCanary(fork(), at(seconds));
  const judge = (seconds: number) => judgeCanaries(fork(), at(seconds));
  const operator = async () => {
    const who = actor('OPERATOR', await register());
    await lookUp(active, at(1));
    await grantCanary(fork(), { actor: who, consent: CANARY_CONSENT }, at(10));
    return who;
  };

  it('is asked about each hour, once, and the same answer is the same', async () => {
    const who = await operator();
    expect(await ask(20)).to.equal(true);
    expect(await ask(21), 'it waits already').to.equal(false);
    expect(await judge(22), 'nothing has come').to.deep.equal([]);
    await lookUp({ ...active, puesto: active.puesto.toLowerCase() }, at(30));
    expect(await judge(31)).to.deep.equal(['same']);
    expect(await judge(32), 'told once').to.deep.equal([]);
    expect(await ask(HOUR - 10)).to.equal(false);
    expect(await ask(HOUR + 30)).to.equal(true);
    expect(await readCanary(fork(), who, at(HOUR + 31))).to.deep.include({ result: 'same', others: 0 });
  });

  it('says that the page is read differently, and that it cannot be read at the first try', async () => {
    await operator();
    await ask(20);
    await lookUp({ ...active, mesa: '999' }, at(30));
    expect(await judge(31)).to.deep.equal(['different']);
    await ask(HOUR + 40);
    const { leaseId } = await take(at(HOUR + 50));
    await complete(leaseId, failed('unrecognised'), at(HOUR + 55));
    expect(await judge(HOUR + 56)).to.deep.equal(['unreadable']);
    expect((await readCanary(fork(), actor('OPERATOR'), at(HOUR + 57))).others).to.equal(1);
  });

  it('is no news of the page where the network is', async () => {
    await operator();
    await ask(20);
    const { leaseId } = await take(at(30));
    await complete(leaseId, failed('network'), at(35));
    expect(await judge(36)).to.deep.equal(['unanswered']);
  });

  it('waits for everybody else, also for who comes after it', async () => {
    const who = await operator();
    const other = await register({}, at(20));
    expect(await ask(21)).to.equal(false);
    await complete((await take(at(22))).leaseId, active, at(23));
    expect(await ask(24)).to.equal(true);
    const later = await register({}, at(25));
    expect((await take(at(26))).userId).to.equal(later);
    expect((await record(who.id)).status).to.equal('PENDING');
    expect((await record(other)).status).to.equal('ACTIVE');
  });

  it('is one only by its own consent, whose words are kept; it ends when it is taken back, in time, and with the record', async () => {
    const who = await operator();
    const [kept] = await database.query<{ consent: string }>('select consent from census.canaries');
    expect(kept?.consent).to.equal(CANARY_CONSENT);
    expect(await ask(100 * 24 * HOUR), 'forgotten').to.equal(false);
    await endCanary(fork(), { ...who, role: 'USER' }, at(50));
    expect(await ask(2 * HOUR)).to.equal(false);
    expect((await readCanary(fork(), who, at(60))).grantedAt).to.equal(null);
    await grantCanary(fork(), { actor: who, consent: CANARY_CONSENT }, at(70));
    await database.query('delete from census.attempts where user_id = $1', [who.id]);
    await database.query('delete from census.records where user_id = $1', [who.id]);
    expect(await database.query('select 1 from census.canaries')).to.be.empty;
  });

  it('ends with the role of its operator, for whom the page to take it back is closed; not by word from before', async () => {
    const who = await operator();
    const becomes = (role: Role, seconds: number) =>
      censusConsumers({ fork, now: () => at(seconds), after() {} })['user.role_changed']({
        ...{ userId: who.id, referrerId: null, role, changedAt: at(seconds).toISOString() },
      });
    await becomes('ADMIN', 15);
    await becomes('USER', 5);
    expect(await ask(20)).to.equal(true);
    await lookUp(active, at(30));
    await becomes('LEADER', 40);
    expect(await ask(2 * HOUR)).to.equal(false);
    expect((await readCanary(fork(), who, at(60))).grantedAt).to.equal(null);
    const [last] = await latestOperations(fork(), 1);
    expect(last).to.deep.include({ kind: 'canary', by: who.id, detail: 'terminada con el rol' });
    await becomes('LEADER', 50);
    expect(await latestOperations(fork(), 9)).to.have.lengthOf(2);
  });

  it('is nobody who does not operate, or was never looked up', async () => {
    const consent = CANARY_CONSENT;
    for (const role of ['USER', 'LEADER', 'COORDINATOR'] as const) {
      const userId = await register();
      const refused = await refusalOf(grantCanary(fork(), { actor: actor(role, userId), consent }, at(1)));
      expect(refused.code).to.equal('forbidden');
    }
    const refused = await refusalOf(grantCanary(fork(), { actor: actor('ADMIN'), consent }, at(1)));
    expect(refused.code).to.equal('canary_no_record');
  });
});
