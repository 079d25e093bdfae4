import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

const near = createRequire(import.meta.resolve('@axe-core/playwright'));
let script: Promise<string> | undefined;

/** Brings axe into a page that has it not yet: the builder itself would twice, and a script of twice that size. */
const bringAxe = async (page: Page): Promise<void> => {
  if (await page.evaluate<boolean>("'axe' in window")) return;
  script ??= readFile(near.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(await script);
};

/**
 * What axe finds wrong with a page as it is shown now, one line each; empty when nothing.
 *
 * @param rules only these; all unless told
 */
export const axeProblems = async (page: Page, rules?: string[]): Promise<string[]> => {
  await bringAxe(page);
  // Our pages have no frames of other sites; without them axe needs no second page for what it puts together.
  // Nobody reads what it found right.
  const builder = new AxeBuilder({ page, axeSource: "'here'" })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
};
