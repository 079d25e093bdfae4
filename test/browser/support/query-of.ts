import type { PagePort, ResponsePort } from '../../../services/scraper/browser/driver.ts';

/** The answer to the next query of the page's own scripts. */
export const queryOf = (page: PagePort): Promise<ResponsePort> =>
  new Promise((resolve) => {
    page.on('response', (response) => {
      if (response.request().resourceType() === 'fetch') resolve(response);
    });
  });
