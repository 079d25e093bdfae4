/**
 * Kind and code of an error, such as `DriverException 22P02`. Never its message: a database's has the values of the
 * statement that failed, cédulas among them.
 */
export const errorCodeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  const known = typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? ` ${code}` : '';
  return `${error.name}${known}`.slice(0, 100);
};
