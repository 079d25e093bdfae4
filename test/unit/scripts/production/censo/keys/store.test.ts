import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeKeys } from '../../../../../../scripts/production/censo/keys/store.ts';

describe('A folder of secrets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async (): Promise<Record<string, string>> => {
    const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const entries = paths.map(async ({ parentPath, name }): Promise<[string, string]> => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), await readFile(path, 'utf8')];
    });
    return Object.fromEntries(await Promise.all(entries));
  };

  it('has one folder a reader, whose files nobody else may read', async () => {
    await writeKeys(folder);
    const files = await read();
    expect(Object.keys(files)).to.include.members([
      'secrets.json',
      'census/DATABASE_URL',
      'nats/passwords.conf',
    ]);
    for (const path of Object.keys(files)) {
      const { mode } = await stat(join(folder, path));
      expect(mode & 0o777, path).to.equal(0o400);
    }
  });

  it('keeps what it has', async () => {
    expect(await writeKeys(folder)).to.equal(false);
    const before = await read();
    expect(await writeKeys(folder)).to.equal(true);
    expect(await read()).to.deep.equal(before);
  });

  it('gets what an older release did not have, and a folder that was lost', async () => {
    await writeKeys(folder);
    const before = await read();
    const { redis: _, ...older } = JSON.parse(before['secrets.json'] ?? '') as Record<string, unknown>;
    await rm(join(folder, 'secrets.json'));
    await writeFile(join(folder, 'secrets.json'), JSON.stringify(older));
    await rm(join(folder, 'gateway'), { recursive: true });
    await writeKeys(folder);
    const after = await read();
    expect(after['gateway/NATS_PASSWORD']).to.equal(before['gateway/NATS_PASSWORD']);
    expect(after['scraper/REDIS_URL']).to.not.equal(before['scraper/REDIS_URL']);
    expect(Object.keys(after)).to.have.members(Object.keys(before));
  });

  it('is left as it is when what it has is none, and nothing of it is repeated', async () => {
    await writeFile(join(folder, 'secrets.json'), '{"nats":"una-clave"}');
    const error = await writeKeys(folder).then(
      () => null,
      (refusal: Error) => refusal,
    );
    expect(error).to.include({ code: 'keys_unreadable' });
    expect(error?.message).to.not.include('una-clave');
    expect(Object.keys(await read())).to.deep.equal(['secrets.json']);
  });
});
