import { startEmbeddedPostgres } from '../../../../shared/persistence/embedded-postgres.ts';

/** A process that holds an embedded Postgres in the folder of its argument, and prints its address. */
const silent = { info: () => {}, warn: () => {} };
const { url } = await startEmbeddedPostgres(process.argv[2] ?? '', silent);
console.log(url);
setInterval(() => {}, 60_000);
