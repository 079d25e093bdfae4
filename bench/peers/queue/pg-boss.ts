/** pg-boss as the queue of lookups: a job lent, its rows written, the job completed. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { inTurns, serveQueue } from '../../kit/queue.ts';
import { makeTables, noteAnswer, noteLease } from './rows.ts';

const QUEUE = 'lookups';
const connectionString = process.argv[2] ?? '';
const pool = new pg.Pool({ connectionString, max: 10 });
const boss = new PgBoss({ connectionString, schedule: false });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE);
await makeTables(pool);

serveQueue(async (order) => {
  await boss.insert(
    QUEUE,
    Array.from({ length: order.count }, () => ({ data: { id: randomUUID() } })),
  );
  return inTurns(order, async () => {
    const [job] = await boss.fetch<{ id: string }>(QUEUE);
    if (job === undefined) throw new Error('nothing is due');
    await noteLease(pool, job.data.id);
    return async () => {
      await noteAnswer(pool, job.data.id);
      await boss.complete(QUEUE, job.id);
    };
  });
});
