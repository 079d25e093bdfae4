import { statementOf } from '../statements/statements.ts';
import type { Store, Transaction } from '../store/store.ts';
import { begin, commit, type Link, runAlone, runWithin } from './run.ts';

interface Question {
  text: string;
  values: readonly unknown[];
}

/** What `prepared.ts` uses of the driver's pool. */
export const createPool = (store: Store, link: Link) => ({
  query: async ({ text, values }: Question) => ({
    rows: await runAlone(store, link, statementOf(text), values),
  }),
  async connect() {
    let tx: Transaction | undefined;
    const orders: Record<string, () => Promise<void>> = {
      begin: async () => {
        tx = await begin(store, link);
      },
      commit: async () => {
        if (tx !== undefined) await commit(store, link, tx);
      },
      rollback: async () => {
        if (tx !== undefined) store.abort(tx);
      },
    };
    return {
      async query(question: Question | string) {
        if (typeof question === 'string') {
          await orders[question]?.();
          return { rows: [] };
        }
        if (tx === undefined) throw new Error('nothing has begun');
        return { rows: await runWithin(store, link, tx, statementOf(question.text), question.values) };
      },
      release(): void {},
    };
  },
});
