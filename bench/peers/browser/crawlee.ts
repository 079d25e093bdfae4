/** Crawlee's crawler with a browser, which looks one person up after the other, each in a context of their own. */
import { Configuration, PlaywrightCrawler, type PlaywrightLaunchContext } from '@crawlee/playwright';
import { chromium } from 'rebrowser-playwright';
import { serveLookups } from '../../kit/lookups.ts';
import { fillIn } from './form.ts';
import { launchOptions } from './launch.ts';

/** Those who are asked for, until they are answered. */
const asked = new Map<string, PromiseWithResolvers<void>>();
const answerOf = ({ uniqueKey }: { uniqueKey: string }) => asked.get(uniqueKey);

// The same interface, of an older version.
const launcher = chromium as unknown as NonNullable<PlaywrightLaunchContext['launcher']>;

const crawler = new PlaywrightCrawler(
  {
    maxConcurrency: 1,
    maxRequestRetries: 0,
    keepAlive: true,
    launchContext: { launcher, launchOptions, useIncognitoPages: true },
    // No fingerprint is made up: less work than by default.
    browserPoolOptions: { useFingerprints: false },
    preNavigationHooks: [
      async (_, options) => {
        options.waitUntil = 'domcontentloaded';
      },
    ],
    async requestHandler({ page, request }) {
      await fillIn(page, request.uniqueKey);
      answerOf(request)?.resolve();
    },
    failedRequestHandler({ request }) {
      answerOf(request)?.reject(new Error(request.errorMessages.join('\n')));
    },
  },
  new Configuration({ persistStorage: false }),
);
void crawler.run();

serveLookups(
  async ({ url, cedulas }) => {
    const began = performance.now();
    const answers = cedulas.map((cedula) => {
      const answer = Promise.withResolvers<void>();
      asked.set(cedula, answer);
      return answer.promise.then(() => performance.now() - began);
    });
    await crawler.addRequests(cedulas.map((cedula) => ({ url, uniqueKey: cedula })));
    return { ms: await Promise.all(answers) };
  },
  () => crawler.teardown(),
);
