import { expect } from 'chai';
import type { Page } from 'playwright';
import { axeProblems } from './axe.ts';
import { htmlProblems } from './html.ts';

/** Waits for a page by its heading. */
export const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();

/** Holds a page against html-validate and, where it runs scripts, against axe, light and dark. */
export const sound = async (page: Page, hasScripts: boolean): Promise<void> => {
  expect(await htmlProblems(await page.content())).to.deep.equal([]);
  // axe is a script.
  if (!hasScripts) return;
  expect(await axeProblems(page)).to.deep.equal([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await axeProblems(page, ['color-contrast'])).to.deep.equal([]);
  await page.emulateMedia({ colorScheme: 'light' });
};
