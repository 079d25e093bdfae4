/** The address of the next page of a list, which asks for the same; null after the last. */
export const nextPage = (
  path: string,
  asked: Record<string, string | undefined>,
  next: string | null,
): string | null => {
  if (next === null) return null;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, cursor: next }))
    if (value !== undefined && value !== '') query.set(name, value);
  return `${path}?${query}`;
};
