import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ownFactorKey } from '../../../../services/accounts/factors/factor-key.ts';
import { failureOf } from '../../../support/failures.ts';

describe('The key of factors that a machine keeps for itself', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-factor-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, also by two that start at the same moment, for its owner alone', async () => {
    const dataDir = join(folder, 'data');
    const [one, two] = await Promise.all([ownFactorKey(dataDir), ownFactorKey(dataDir)]);
    expect(one).to.have.lengthOf(32);
    expect(one.equals(two)).to.equal(true);
    expect((await ownFactorKey(dataDir)).equals(one)).to.equal(true);
    expect((await stat(join(dataDir, 'factor-key'))).mode & 0o777).to.equal(0o600);
  });

  it('is not made anew over one that cannot be read: what it sealed would be lost', async () => {
    await writeFile(join(folder, 'factor-key'), 'corta');
    expect((await failureOf(ownFactorKey(folder))).message).to.include('factor-key');
  });
});
