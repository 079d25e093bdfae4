import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

const quietly = (program: string, ...parameters: string[]): string => {
  try {
    return execFileSync(program, parameters, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'none';
  }
};

/** What the figures were measured on, in a line. */
export const machineFacts = (): string => {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`,
    `${gigabytes} GB`,
    `Linux ${release()}`,
    `Node ${process.version}`,
    quietly('nats-server', '--version'),
    `load ${load} as it began`,
  ].join(', ');
};
