import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect } from 'chai';
import { writeArchive } from '../../../../../../scripts/production/censo/backup/archive/write-archive.ts';
import { pruneFolder } from '../../../../../../scripts/production/censo/backup/destination.ts';
import { failureOf } from '../../../../../support/failures.ts';

const NOW = new Date('2026-03-01T07:17:00Z');
/** Nothing that could be compressed. */
const piece = (): Uint8Array => randomBytes(262_144);

describe('Writing a backup', () => {
  let recipient: string;
  before(async () => {
    recipient = await identityToRecipient(await generateX25519Identity());
  });

  it('ends with what the disk says when it is full, and lets nobody wait', async () => {
    let taken = 0;
    const full = new Writable({
      write(chunk: Buffer, _, done) {
        taken += chunk.length;
        const error = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
        done(taken > 500_000 ? error : null);
      },
    });
    let added = 0;
    const failure = await failureOf(
      writeArchive(full, [recipient], NOW, async (files) => {
        for (; added < 1_000; added += 1) await files.add(`data/x/${added}`, piece());
      }),
    );
    expect(failure).to.include({ code: 'ENOSPC' });
    expect(added).to.be.below(1_000);
  });

  it('ends with what Postgres says when that goes away', async () => {
    const nowhere = new Writable({ write: (_, __, done) => done() });
    const failure = await failureOf(
      writeArchive(nowhere, [recipient], NOW, async (files) => {
        await files.add('manifest.json', piece());
        throw new Error('Connection terminated');
      }),
    );
    expect(failure.message).to.equal('Connection terminated');
  });

  it('waits for who reads slowly: what has not left yet stays within bounds', async () => {
    let added = 0;
    let most = 0;
    let left = 0;
    const slow = new Writable({
      highWaterMark: 65_536,
      write(chunk: Buffer, _, done) {
        left += chunk.length;
        most = Math.max(most, added * 262_144 - left);
        setImmediate(done);
      },
    });
    await writeArchive(slow, [recipient], NOW, async (files) => {
      for (; added < 80; added += 1) await files.add(`data/x/${added}`, piece());
    });
    // Of 20 MiB.
    expect(most).to.be.below(14 * 1_048_576);
  });
});

describe('A folder of backups', () => {
  it('keeps the newest, and loses what a killed one has left and nothing else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'censo-prune-'));
    try {
      for (const name of [
        ...['censo-20260101T071700Z.tar.gz.age', 'censo-20260102T071700Z.tar.gz.age'],
        ...['censo-20260103T071700Z.tar.gz.age', '.censo-20260101T071700Z.tar.gz.age.parte', 'notas.txt'],
      ])
        await writeFile(join(folder, name), '');
      expect(await pruneFolder(folder, 2)).to.equal(1);
      expect((await readdir(folder)).sort()).to.deep.equal([
        'censo-20260102T071700Z.tar.gz.age',
        'censo-20260103T071700Z.tar.gz.age',
        'notas.txt',
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
