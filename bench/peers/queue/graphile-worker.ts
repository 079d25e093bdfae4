/** graphile-worker as the queue of lookups: its own workers take jobs, the rows are written, the job is done. */
import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { serveQueue } from '../../kit/queue.ts';
import { makeTables, noteAnswer, noteLease } from './rows.ts';

const connectionString = process.argv[2] ?? '';
const pgPool = new pg.Pool({ connectionString, max: 10 });
await makeTables(pgPool);
const { runMigrations } = await import('graphile-worker');
await runMigrations({ pgPool });

serveQueue(async ({ count, workers }) => {
  await pgPool.query(
    `select graphile_worker.add_job('lookup', json_build_object('id', gen_random_uuid())) from generate_series(1, $1)`,
    [count],
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  let done = 0;
  const began = performance.now();
  const runner = await run({
    // Ours says nothing of each lookup here either.
    logger: new Logger(() => () => undefined),
    pgPool,
    concurrency: workers,
    noHandleSignals: true,
    taskList: {
      async lookup(payload) {
        const { id } = payload as { id: string };
        await noteLease(pgPool, id);
        await noteAnswer(pgPool, id);
        done += 1;
        if (done === count) resolve();
      },
    },
  });
  await promise;
  const rate = (count * 1_000) / (performance.now() - began);
  await runner.stop();
  return { rate, leaseP99: Number.NaN };
});
