import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { hashPassword } from '../../../services/accounts/users/password-hash.ts';
import { demoAccounts } from '../../../services/accounts/users/seed.ts';
import type { Role } from '../../../shared/contract/accounts.ts';
import { lookupOf } from './lookups.ts';
import { inventLeader, inventTeam } from './people.ts';
import { type Common, type Row, storePeople } from './store.ts';
import { firstTeam, otherTeams } from './teams.ts';

/** What those who lead in the demonstration aim at. */
const COORDINATORS_GOAL = 15;

/**
 * Fills a portal with people who do not exist: the LEADER of the demo accounts gets 300, its COORDINATOR 12 LEADERs with
 * theirs, who have come for weeks, with answers of all kinds; some wait. All in one transaction, and only once.
 *
 * @param url an administrator's address of a database whose demo accounts are there
 * @returns how many people were made; 0 when they are there already
 */
export const fillDemonstration = async (url: string, text: Common['text'], now: Date): Promise<number> => {
  const client = new pg.Client({ connectionString: url, application_name: 'demostración' });
  await client.connect();
  try {
    await client.query('begin');
    // Two that start at once: the second finds what the first made.
    await client.query(`select pg_advisory_xact_lock(hashtext('censo.demonstration'))`);
    const rows = await castOf(client, now);
    if (rows.length > 0) {
      await storePeople(client, rows, {
        passwordHash: await hashPassword(randomBytes(24).toString('hex')),
        text,
      });
      await client.query(`analyze "accounts"."users", "census"."records"`);
    }
    await client.query('commit');
    return rows.length;
  } finally {
    await client.end();
  }
};

const castOf = async (client: pg.Client, now: Date): Promise<Row[]> => {
  const leaderId = await demoIdOf(client, 'LEADER');
  const coordinatorId = await demoIdOf(client, 'COORDINATOR');
  const first = inventTeam(0, firstTeam, now);
  const { rowCount } = await client.query('select 1 from "accounts"."users" where "cedula" = any($1)', [
    first.map(({ cedula }) => cedula),
  ]);
  // Whoever was erased of them since is not made again.
  if (leaderId === undefined || coordinatorId === undefined || (rowCount ?? 0) > 0) return [];
  await setGoal(client, leaderId, firstTeam.goal);
  await setGoal(client, coordinatorId, COORDINATORS_GOAL);
  const asRow =
    (referrerId: string, role: Row['role'] = 'USER', goal = 10) =>
    (person: Omit<Row, 'referrerId' | 'role' | 'goal' | 'lookup'>): Row => ({
      ...{ ...person, referrerId, role, goal },
      lookup: lookupOf(person, now),
    });
  return [
    ...first.map(asRow(leaderId)),
    ...otherTeams.flatMap((team, index) => {
      const leader = inventLeader(index + 1, now);
      const led = inventTeam(index + 1, team, now);
      return [asRow(coordinatorId, 'LEADER', team.goal)(leader), ...led.map(asRow(leader.id))];
    }),
  ];
};

const demoIdOf = async (client: pg.Client, role: Role): Promise<string | undefined> => {
  const cedula = demoAccounts.find((account) => account.role === role)?.cedula;
  const found = await client.query<{ id: string }>(
    'select "id" from "accounts"."users" where "cedula" = $1 and "role" = $2',
    [cedula, role],
  );
  return found.rows[0]?.id;
};

/** Unless somebody has chosen one. */
const setGoal = async (client: pg.Client, id: string, goal: number): Promise<void> => {
  await client.query(
    'update "accounts"."users" set "referral_goal" = $2 where "id" = $1 and "referral_goal" = 10',
    [id, goal],
  );
};
