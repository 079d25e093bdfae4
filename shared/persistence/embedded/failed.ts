import { AppError } from '../../errors.ts';

/** What Postgres printed before it gave up, as one sentence for whoever starts the portal; all of it is the cause. */
export const postgresFailed = (output: string): AppError => {
  const reason = output
    .trim()
    .split('\n')
    .findLast((line) => /FATAL|error|no se/i.test(line));
  const inUse = /lock file "postmaster.pid" already exists/.test(output);
  return new AppError(
    'postgres_failed',
    inUse
      ? 'Otro proceso ya usa esta carpeta de datos: deténgalo o cambie DATA_DIR.'
      : `No se pudo iniciar el Postgres embebido: ${(reason ?? output).trim().slice(0, 300)}`,
    { cause: output },
  );
};
