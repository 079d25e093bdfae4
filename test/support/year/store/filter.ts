/** What the services ask of an entity's fields. */
export type Where = Record<string, unknown>;
export type Order = Readonly<Record<string, string>>;

type Test = (value: unknown) => boolean;

const order = (value: unknown): number | string =>
  value instanceof Date ? value.getTime() : (value as number | string);

const operators: Record<string, (operand: unknown) => Test> = {
  $lt: (operand) => (value) => value != null && order(value) < order(operand),
  $lte: (operand) => (value) => value != null && order(value) <= order(operand),
  $gte: (operand) => (value) => value != null && order(value) >= order(operand),
  $ne: (operand) => (value) => (operand === null ? value != null : value !== operand),
  $in: (operand) => {
    const known = new Set(operand as readonly unknown[]);
    return (value) => known.has(value);
  },
};

const testOf = (wanted: unknown): Test => {
  if (wanted === null) return (value) => value == null;
  if (typeof wanted !== 'object' || wanted instanceof Date)
    return (value) => value != null && order(value) === order(wanted);
  const tests = Object.entries(wanted).map(([name, operand]) => {
    const operator = operators[name];
    if (operator === undefined) throw new Error(`the simulated store does not know ${name}`);
    return operator(operand);
  });
  return (value) => tests.every((test) => test(value));
};

/** @throws Error for what the simulated store cannot ask, such as raw SQL */
export const matches = <R extends object>(where: Where): ((row: R) => boolean) => {
  const tests = Object.entries(where).map(([name, wanted]) => ({ name, test: testOf(wanted) }));
  return (row) => tests.every(({ name, test }) => test((row as Where)[name]));
};

/** As Postgres sorts: nothing comes last, unless it is said to come first. */
export const compare = <R extends object>(by: Order): ((a: R, b: R) => number) => {
  const fields = Object.entries(by).map(([name, way]) => ({ name, nullsFirst: way === 'asc nulls first' }));
  return (a, b) => {
    for (const { name, nullsFirst } of fields) {
      const [left, right] = [(a as Where)[name], (b as Where)[name]];
      if (left == null && right == null) continue;
      if (left == null) return nullsFirst ? -1 : 1;
      if (right == null) return nullsFirst ? 1 : -1;
      const [x, y] = [order(left), order(right)];
      if (x < y) return -1;
      if (x > y) return 1;
    }
    return 0;
  };
};
