import type { EntityManager } from '@mikro-orm/postgresql';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { startLoop } from '../../../shared/time/loop.ts';
import { createShapeBook, type Met, type ShapeBook } from './book.ts';
import { keepShape, purgeShapes } from './keep.ts';

/** How the official pages are made, as reports bring it: noted at once, written down a little later. */
export interface Shapes {
  note(report: Parameters<ShapeBook['note']>[0]): void;
  /** Writes down what is left, and ends. */
  stop(): Promise<void>;
}

interface ShapesOptions {
  fork: () => EntityManager;
  log: { info(message: string): void; error(message: string, error: unknown): void };
  clock?: Clock;
}

const WRITE_EVERY_MS = 3_000;

/** Several processes may do it at once. What one of them had not written down when it crashed is met again. */
export const startShapes = ({ fork, log, clock = systemClock }: ShapesOptions): Shapes => {
  const book = createShapeBook();

  const write = async (): Promise<void> => {
    const taken = book.take();
    const left = new Set(taken);
    try {
      for (const met of taken) {
        if (await keepShape(fork(), met)) tell(met);
        left.delete(met);
      }
      if (taken.length > 0) await purgeShapes(fork(), new Date(clock.now()));
    } catch (error) {
      book.putBack([...left]);
      throw error;
    }
  };
  const tell = ({ source, part, fingerprint, outcome }: Met): void =>
    log.info(`the ${part} of ${source} has a shape that is new here: ${fingerprint}, ${outcome}`);

  const failed = (error: unknown): void =>
    log.error('shapes of the official page were not written down', error);
  const loop = startLoop({ work: write, idleMs: WRITE_EVERY_MS, failed, clock });
  return {
    note: (report) => book.note(report, new Date(clock.now())),
    async stop() {
      await loop.stop();
      await write().catch(failed);
    },
  };
};
