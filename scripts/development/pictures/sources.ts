import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What pictures are drawn from, and where it is kept which state of that was drawn. */
export const sources = {
  share: join(import.meta.dirname, 'share.html'),
  icon: join(import.meta.dirname, '../../../public/favicon.svg'),
  drawn: join(import.meta.dirname, 'drawn.json'),
};

/** The state of each, as its contents' hash. */
export const hashOf = async (): Promise<{ share: string; icon: string }> => {
  const of = async (path: string): Promise<string> =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  return { share: await of(sources.share), icon: await of(sources.icon) };
};
