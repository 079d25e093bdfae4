import { once } from 'node:events';
import { access, chmod, constants, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { within } from '../../../shared/time/within.ts';
import { installFolder } from './install-folder.ts';
import { findSparticuzPackage, type SparticuzPackage } from './sparticuz-package.ts';

/** An unpacked browser. */
interface UnpackedBrowser {
  path: string;
  /** LD_LIBRARY_PATH and FONTCONFIG_PATH: a bare Debian has neither NSS nor fonts. */
  env: Record<string, string>;
  /** True when it had been unpacked before, or another process was quicker. */
  reused: boolean;
}

/** Measured: 3 s on two cores. Past this, in milliseconds, the machine is no use for a browser. */
const UNPACK_TIMEOUT_MS = 120_000;

/**
 * The package's own fonts.conf looks in /tmp/fonts. This one looks beside itself and where the machine
 * keeps its fonts, whatever the folder is called.
 */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

const inflate = async ({ entry, archives }: SparticuzPackage, folder: string): Promise<void> => {
  const worker = new Worker(new URL('./sparticuz-worker.ts', import.meta.url), {
    env: { ...process.env, TMPDIR: folder },
    // Our own process's options, such as --input-type, may not fit a file.
    execArgv: [],
    workerData: { entry, archives },
  });
  try {
    // once() also rejects with the error that the thread throws.
    await within(UNPACK_TIMEOUT_MS, (signal) => once(worker, 'exit', { signal }));
  } finally {
    await worker.terminate();
  }
};

/** On disk before the rename: after a power cut the folder must not hold half a program. */
const flush = async (path: string): Promise<void> => {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/**
 * As root the browser is another user, who has to read the program again for each of its processes; one that an earlier
 * release unpacked, too.
 */
const openToOthers = async (folder: string): Promise<void> => {
  if (process.getuid?.() !== 0) return;
  const inside = await readdir(folder, { recursive: true });
  for (const path of [folder, ...inside.map((name) => join(folder, name))]) {
    const { mode } = await stat(path);
    const wanted = mode | 0o444 | ((mode & 0o100) === 0 ? 0 : 0o111);
    if (wanted !== mode) await chmod(path, wanted);
  }
};

/** `cacheDir`, or the system's temporary folder where the former cannot be written (a read-only container). */
const writableFolder = async (cacheDir: string): Promise<string> => {
  try {
    await mkdir(cacheDir, { recursive: true });
    await access(cacheDir, constants.W_OK);
    return cacheDir;
  } catch {
    // Nothing is lost: the temporary folder serves as well, and fails with its own error if it does not.
    return tmpdir();
  }
};

/**
 * Unpacks the browser that `@sparticuz/chromium` ships, once for each version and user; 204 MB. Safe when
 * several processes do it at once.
 *
 * @throws Error with a reason of one line when the package is absent, not for this machine, or the disk is full
 */
export const unpackSparticuz = async (options: { cacheDir: string }): Promise<UnpackedBrowser> => {
  const found = await findSparticuzPackage();
  const parent = await writableFolder(options.cacheDir);
  const folder = join(parent, `sparticuz-chromium-${found.version}-${process.getuid?.() ?? 'user'}`);
  const { reused } = await installFolder(folder, async (staging) => {
    await inflate(found, staging);
    await writeFile(join(staging, 'fonts', 'fonts.conf'), FONTS_CONF);
    await flush(join(staging, 'chromium'));
  });
  await openToOthers(folder);
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH];
  return {
    path: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: libraries.filter(Boolean).join(':'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
    reused,
  };
};
