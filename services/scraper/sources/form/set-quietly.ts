import type { PagePort } from '../../browser/driver.ts';

/** Runs in the browser. */
const SET = `(selector, value) => {
  for (const field of document.querySelectorAll(selector)) field.value = value;
}`;

/**
 * Sets fields that nobody sees, which `fill` refuses. In a JavaScript world of its own: the page shares the document
 * with it and nothing else, so neither the page's own prototypes nor its globals tell that a program was here, as
 * they would after `evaluate`.
 */
export const setQuietly = async (page: PagePort, selector: string, value: string): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    await session.send('Runtime.callFunctionOn', {
      executionContextId: world.executionContextId,
      functionDeclaration: SET,
      arguments: [{ value: selector }, { value }],
    });
  } finally {
    await session.detach();
  }
};
