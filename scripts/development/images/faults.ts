/** Runs a program of this machine and gives what it printed. */
export type Order = (program: string, parameters: readonly string[]) => Promise<string>;

/** What no image of this product may have, by how a shell inside finds it: it prints each find on a line. */
const looks: Readonly<Record<string, string>> = {
  'what a package manager kept':
    'ls -d /root/.npm /tmp/.npm /home/*/.npm /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/apt/archives/*.deb',
  'a compiler': 'command -v gcc cc g++ c++ make clang go rustc tsc esbuild',
  'a source of tests':
    'find /app -path "*/node_modules" -prune -o \\( -name "*.test.ts" -o -name "*.spec.ts" -o -path "/app/test" \\) -print',
  'what only developers run': 'ls -d /app/scripts/development /app/bench /app/.git /app/.env',
  'a file that its user may change': 'find /app -writable -not -type l -print -quit',
};
const LABELS = ['title', 'description', 'licenses', 'version', 'revision', 'base.name'];

/** Looks into an image. @returns each fault in a line, none when it is as it must be */
export const faultsOf = async (image: string, order: Order): Promise<string[]> => {
  const faults: string[] = [];
  for (const [what, look] of Object.entries(looks)) {
    const inside = [
      'run',
      '--rm',
      '--network',
      'none',
      '--entrypoint',
      'sh',
      image,
      '-c',
      `${look} 2>/dev/null || true`,
    ];
    const found = (await order('docker', inside)).trim();
    if (found !== '') faults.push(`${what}: ${found.split('\n').slice(0, 5).join(', ')}`);
  }
  const labels = await order('docker', ['image', 'inspect', '--format', '{{json .Config.Labels}}', image]);
  const given = JSON.parse(labels) as Record<string, string> | null;
  for (const label of LABELS)
    if (!given?.[`org.opencontainers.image.${label}`])
      faults.push(`no label org.opencontainers.image.${label}`);
  return faults;
};
