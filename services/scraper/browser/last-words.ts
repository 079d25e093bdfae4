import type { Clock } from '../../../shared/time/clock.ts';
import type { CdpSessionPort, PagePort, SessionOpener } from './driver.ts';
import { fulfilsWithin } from './fulfils-within.ts';

/*
 * What a page does as it goes (`pagehide`, `visibilitychange`, `unload`) asks its site past every route and turn, by
 * `sendBeacon`, `fetch` with `keepalive` or an image, whether its tab goes elsewhere, is closed or its context is (measured,
 * Chromium 156; a context that is offline or a route that refuses everything keeps none of it back).
 */

/** It takes 2 ms. In a tab that is busy for longer nothing else runs either. */
const SILENCE_MS = 500;

const setScripts = (session: CdpSessionPort, on: boolean): Promise<unknown> =>
  session.send('Emulation.setScriptExecutionDisabled', { value: !on });

/**
 * Takes a page's scripts away, and those of the frames in it, for it is about to go. Never rejects.
 *
 * @param own of the page; without it one of its own, and the page has no scripts ever after
 */
export const silence = async (
  context: SessionOpener,
  page: PagePort,
  clock: Clock,
  own = context.newCDPSession(page),
): Promise<void> => {
  const [, ...frames] = page.frames();
  const sessions = [own, ...frames.map((frame) => context.newCDPSession(frame))];
  const silencing = sessions.map(async (session) => setScripts(await session, false));
  // One that has crashed or closed itself says nothing more; a frame without a process of its own is silent with its page.
  await fulfilsWithin(Promise.allSettled(silencing), SILENCE_MS, clock);
};

/**
 * Empties a tab whose page is silent, as if it were new: what comes next finds no history.
 *
 * @param session of this tab, by which it was silenced
 */
export const empty = async (page: PagePort, session: CdpSessionPort): Promise<void> => {
  // Chromium gives a page that is left its scripts back. An empty document has taken the place of it and its listeners by then.
  const { frameTree } = await session.send('Page.getFrameTree');
  const { id: frameId } = frameTree.frame;
  await session.send('Page.setDocumentContent', { frameId, html: '' });
  await page.goto('about:blank');
  await setScripts(session, true);
  await session.send('Page.resetNavigationHistory');
  // A window keeps its name, wherever it goes within a site.
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId });
  const functionDeclaration = "() => { window.name = ''; }";
  await session.send('Runtime.callFunctionOn', { executionContextId, functionDeclaration, arguments: [] });
};
