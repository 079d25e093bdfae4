import { statementOf } from '../statements/statements.ts';
import type { Store, Transaction } from '../store/store.ts';
import { begin, commit, type Link, runAlone, runWithin } from './run.ts';

interface Question {
  text: string;
  values: readonly unknown[];
}

/** Words, a limit, and the numbers of a list. */
const LITERALS = /'([^']*)'|(?<= limit )\d+|(?<= in \([\d, ]*)\d+/g;

/** A statement that came with its values in it. */
const questionOf = (sql: string): Question => {
  const values: string[] = [];
  const text = sql.replaceAll(LITERALS, (literal, word?: string) => {
    values.push(word ?? literal);
    return '?';
  });
  return { text, values };
};

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
        const within = async ({ text, values }: Question) => {
          if (tx === undefined) throw new Error('nothing has begun');
          return { rows: await runWithin(store, link, tx, statementOf(text), values) };
        };
        if (typeof question !== 'string') return within(question);
        const results: { rows: readonly object[] }[] = [];
        for (const one of question.split('; ')) {
          const order = orders[one];
          if (order === undefined) results.push(await within(questionOf(one)));
          else {
            await order();
            results.push({ rows: [] });
          }
        }
        return results.length === 1 ? results[0] : results;
      },
      release(): void {},
    };
  },
});
