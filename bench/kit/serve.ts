/**
 * In a process of its own, whose working folder is a checkout of the product: starts it by that checkout's own harness, whose
 * shape has been the same for long, says where it is, and ends it when nobody listens any more.
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { databaseUrlOf as DatabaseUrlOf } from '../../test/support/system/portal-database.ts';
import type { startSystem as StartSystem, SystemOptions } from '../../test/support/system/system.ts';
import type { Observed, Place } from './product.ts';

const module = (path: string): Promise<unknown> => import(join(process.cwd(), 'test/support/system', path));
const { startSystem } = (await module('system.ts')) as { startSystem: typeof StartSystem };
const { databaseUrlOf } = (await module('portal-database.ts')) as { databaseUrlOf: typeof DatabaseUrlOf };

const options = JSON.parse(process.argv[2] ?? '{}') as SystemOptions;
const system = await startSystem(options);
process.once('disconnect', () => void system.stop().then(() => process.exit(0)));
const roles = [...system.processes];
const place: Place = {
  origin: system.origin,
  page: system.simulator.pageUrl('consultacenso'),
  databaseUrl: await databaseUrlOf(system),
  pids: Object.fromEntries(roles.map(([role, { pid }]) => [role, pid])),
  operations: Object.fromEntries(roles.map(([role]) => [role, system.operations(role)])),
};
// The official page is in this process: what it sees late, left earlier than it says.
const delay = monitorEventLoopDelay();
delay.enable();
process.on('message', () => {
  const { pages, lookups } = system.simulator;
  const observed: Observed = {
    pages: pages.map(({ at }) => at),
    queries: lookups.map(({ at }) => at),
    lateMs: Math.round(delay.max / 1e6),
  };
  process.send?.(observed);
});
process.send?.(place);
