import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/**
 * What axe finds wrong with a page as it is shown now, one line each; empty when nothing.
 *
 * @param rules only these; all unless told
 */
export const axeProblems = async (page: Page, rules?: string[]): Promise<string[]> => {
  // Our pages have no frames of other sites; without them axe needs no second page for what it puts together.
  // Nobody reads what it found right.
  // Where it has looked at the same document before, half a megabyte of script is there.
  const axeSource = (await page.evaluate<boolean>("'axe' in window")) ? "'here'" : undefined;
  const builder = new AxeBuilder({ page, ...(axeSource && { axeSource }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
};
