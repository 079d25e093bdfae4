import { VIEWS_MOST } from '../../../shared/contract/views-most.ts';
import { packId } from '../../../shared/person/packed-id.ts';

const LIST = '/referidos/';

/**
 * The address by which a page looks at itself. A list names those whom it shows: whoever leaves its filter by a new answer
 * stays in it, in their place, until the person goes on to another page.
 */
export const lookAddress = (): string => {
  const address = new URL(location.href);
  if (address.pathname !== LIST) return address.href;
  const shown = [...document.querySelectorAll<HTMLElement>('.people [data-person]')];
  if (shown.length > 0) address.searchParams.set('conserva', keptText(shown));
  return address.href;
};

/** At most 4,600 bytes: proxies pass on addresses of up to 8 KB. */
const keptText = (shown: readonly HTMLElement[]): string =>
  shown
    .slice(0, VIEWS_MOST)
    .map(({ dataset }) => packId(dataset.person ?? ''))
    .join('.');
