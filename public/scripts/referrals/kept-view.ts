const LIST = '/referidos/';
const KEY = 'censo-lista';
/** How many people a page has, and how high their rows are. */
const KEPT = ['por', 'filas'];

const read = (): Record<string, string> => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
};

/** Keeps in this browser what somebody's lists are like, and has the links that lead to them say so. */
export const keepListView = (): void => {
  const kept = read();
  if (location.pathname === LIST) {
    const asked = new URLSearchParams(location.search);
    for (const name of KEPT) {
      const value = asked.get(name);
      if (value !== null) kept[name] = value;
    }
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Somebody keeps nothing of pages: the address says it as long as the list is open.
    }
  }
  const wanted = KEPT.filter((name) => typeof kept[name] === 'string');
  if (wanted.length === 0) return;
  for (const link of document.querySelectorAll<HTMLAnchorElement>(`a[href="${LIST}"], a[href^="${LIST}?"]`)) {
    const address = new URL(link.href);
    const missing = wanted.filter((name) => !address.searchParams.has(name));
    for (const name of missing) address.searchParams.set(name, kept[name] ?? '');
    if (missing.length > 0) link.href = address.href;
  }
};
