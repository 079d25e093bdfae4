import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { openForm } from './open-form.ts';
import type { SourcePlugin } from './source.ts';

/** What differs between official pages that are a form whose answer comes by XHR. CSS selectors. */
export interface FormProfile {
  name: string;
  cedulaField: string;
  electionField: string;
  /** The election's value that means "where do I vote now". */
  currentPlace: string;
  submit: string;
  /** Is this the address of the page's own query? */
  isQuery(url: URL, page: URL): boolean;
  /** Reads the body of that query. */
  read(body: string, cedula: string): Outcome;
}

/** A source that fills the page's form as a person does and reads the page's own XHR. */
export const createFormSource = (profile: FormProfile): SourcePlugin => ({
  name: profile.name,
  via: 'browser',
  open: ({ page, url, keep }) => ({
    async lookup(cedula) {
      const refusal = await openForm({ page, url, cedula }, profile.cedulaField);
      if (refusal !== null) return refusal;
      await page.locator(profile.cedulaField).fill(cedula);
      // The page may fill the list after it has loaded.
      const option = `${profile.electionField} option[value="${profile.currentPlace}"]`;
      await page.locator(option).first().waitFor({ state: 'attached' });
      await page.locator(profile.electionField).selectOption(profile.currentPlace);
      const answered = page.waitForResponse(
        (response) =>
          response.request().method() === 'POST' && profile.isQuery(new URL(response.url()), new URL(url)),
        { timeout: 0 },
      );
      // When the click fails, that error is the one that is told.
      answered.catch(() => undefined);
      await page.locator(profile.submit).click();
      const response = await answered;
      const body = await response.text();
      keep(body);
      const outcome = profile.read(body, cedula);
      if (outcome.kind !== 'failure') return outcome;
      return failure(outcome.failure, `${outcome.detail} (HTTP ${response.status()})`);
    },
  }),
});
