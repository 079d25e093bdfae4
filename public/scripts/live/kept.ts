const LIST = '/referidos/';

/**
 * The address by which a page looks at itself. A list names those whom it shows: whoever leaves its filter by a new answer
 * stays in it, in their place, until the person goes on to another page.
 */
export const lookAddress = (): string => {
  const address = new URL(location.href);
  if (address.pathname !== LIST) return address.href;
  const shown = [...document.querySelectorAll<HTMLElement>('.people [data-person]')];
  if (shown.length > 0)
    address.searchParams.set('conserva', shown.map(({ dataset }) => dataset.person).join());
  return address.href;
};
