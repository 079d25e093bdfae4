import { AppError } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Chance } from './chance.ts';
import type { Process } from './process.ts';
import type { World } from './time.ts';

export type Actions = Readonly<Record<string, (params: never) => Promise<unknown>>>;

/** How badly calls go: parts of the cases. */
export interface CallTrouble {
  requestLost: number;
  answerLost: number;
  slow: number;
}

/** A call that takes longer may have found the world as it was. */
const LONG_MS = 1_000;

const away = (action: string): AppError =>
  new AppError('service_unavailable', 'Una parte del portal no responde en este momento.', {
    status: 503,
    cause: new Error(`${action}: no answer`),
  });

/** Calls between processes: one of a service's processes answers, if it lives; what is lost is known by its silence. */
export const createNetwork = (world: World, chance: Chance, trouble: CallTrouble) => {
  const servers = new Map<string, { process: Process; actions: Actions }[]>();
  const hearers: { process: Process; hear: () => void }[] = [];

  return {
    serve(service: string, process: Process, actions: Actions): void {
      const living = (servers.get(service) ?? []).filter((one) => one.process.isAlive());
      servers.set(service, [...living, { process, actions }]);
    },
    hear(process: Process, hear: () => void): void {
      hearers.push({ process, hear });
    },
    /** A hint that may be lost. */
    hint(lost: number): void {
      for (const { process, hear } of hearers)
        if (process.isAlive() && !chance.happens(lost)) process.after(chance.delay(3, 50), hear);
    },
    callOf(process: Process): Call {
      const perform = (name: string, params: object, timeoutMs: number): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const [service = ''] = name.split('.', 1);
          const living = (servers.get(service) ?? []).filter((one) => one.process.isAlive());
          if (living.length === 0) {
            process.after(1, () => reject(away(name)));
            return;
          }
          const begunAt = world.now();
          const giveUp = process.after(timeoutMs, () => {
            world.stir();
            reject(away(name));
          });
          const hear = (answer: () => void): void => {
            process.after(chance.delay(2, 60), () => {
              giveUp();
              if (world.now() - begunAt > LONG_MS) world.stir();
              answer();
            });
          };
          if (chance.happens(trouble.requestLost)) return;
          const server = chance.pick(living);
          const action = server.actions[name.slice(service.length + 1)];
          if (action === undefined) throw new Error(`nobody answers ${name}`);
          const slowMs = chance.happens(trouble.slow) ? chance.between(500, 12_000) : 0;
          server.process.after(slowMs + chance.delay(2, 60), () => {
            action(structuredClone(params) as never).then(
              (result) => {
                if (!chance.happens(trouble.answerLost)) hear(() => resolve(structuredClone(result)));
              },
              (error: unknown) => hear(() => reject(error)),
            );
          });
        });
      return (async (name, params, options = {}) => {
        await process.gate();
        return (await perform(name, params as object, options.timeoutMs ?? 8_000)) as never;
      }) as Call;
    },
    world,
  };
};
export type Network = ReturnType<typeof createNetwork>;
