import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { expect } from 'chai';
import type { Pages } from '../../../../services/gateway/context.ts';
import { buildAssets } from '../../../../services/gateway/ui/assets/build-assets.ts';
import { createRenderer, type Frame } from '../../../../services/gateway/ui/render.ts';
import { frameFor } from '../../../support/pages/rendered.ts';
import { pageSamples } from '../samples/page-samples.ts';
import { personWith } from '../support/views.ts';

const scripts = join(import.meta.dirname, '../../../../public/scripts');

/** A script's source and all of the browser's side that it imports. */
const sourcesOf = (path: string, known = new Set<string>()): Set<string> => {
  if (known.has(path)) return known;
  known.add(path);
  for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g))
    sourcesOf(join(dirname(path), name), known);
  return known;
};

/** What a script looks for on a page: `data-copy`; not what it follows, which strangers are shown as well and nobody follows for them. */
const marksOf = (entry: string): string[] => {
  const sources = [...sourcesOf(join(scripts, entry))].filter(
    (path) => !path.startsWith(join(scripts, 'live')),
  );
  const texts = sources.map((path) => readFileSync(path, 'utf8'));
  return [...new Set(texts.flatMap((text) => text.match(/(?<=\[)data-[\w-]+(?=[\]=])/g) ?? []))];
};
const ofLoggedIn = marksOf('logged-in.ts');
const ofPasskeys = marksOf('account/passkeys.ts');

const ofStrangers: readonly (keyof Pages)[] = [
  ...(['account/login', 'account/register', 'consent/policy', 'consent/verify', 'lookups/status'] as const),
  ...(['my-data/erased', 'phone/register-code', 'recovery/ask', 'recovery/claim', 'recovery/code'] as const),
  ...(['recovery/link', 'security/second-step', 'web/error', 'web/expired'] as const),
];

/** Whose pages say so to the layout themselves: see `Page`. */
const STILL: readonly (keyof Pages)[] = ['welcome/welcome', 'push/kept'];

const render = createRenderer({ url: (name) => `/assets/${name}` }, true);
const samples = Object.entries(pageSamples) as [keyof Pages, readonly Pages[keyof Pages][]][];

interface Shown {
  page: keyof Pages;
  html: string;
  scripts: string[];
}

const shownTo = (user: Frame['user'], pages: (page: keyof Pages) => boolean): Shown[] =>
  samples
    .filter(([page]) => pages(page))
    .flatMap(([page, given]) =>
      given.map((data) => {
        const html = render(page, { ...frameFor({ user }), ...data } as Pages[keyof Pages] & Frame);
        const named = html.matchAll(/<script type="module" src="\/assets\/([\w-]+\.js)"/g);
        return { page, html, scripts: [...named].map(([, name = '']) => name) };
      }),
    );
const has = (html: string, marks: readonly string[]): string[] =>
  marks.filter((mark) => new RegExp(`<[^>]* ${mark}[ =>]`).test(html));

describe('The scripts of a page', () => {
  const strangers = shownTo(undefined, (page) => ofStrangers.includes(page));
  const people = shownTo(personWith({ role: 'ADMIN' }), (page) => !ofStrangers.includes(page));

  it('are found by what they look for', () => {
    expect(ofLoggedIn).to.include.members(['data-copy', 'data-push', 'data-picks']);
    expect(ofPasskeys).to.include('data-passkey').and.not.include('data-copy');
  });

  it('leave out for strangers what only pages of people have, and nothing that a page needs', () => {
    for (const page of ofStrangers) expect(strangers.map((one) => one.page)).to.include(page);
    for (const { page, html, scripts } of strangers) {
      expect(scripts, page).to.include('app.js').and.not.include('logged-in.js');
      expect(has(html, ofLoggedIn), page).to.deep.equal([]);
    }
  });

  it('begin, for people, with what remembers the page as it came, and are none where nothing needs one', () => {
    for (const { page, scripts } of people)
      expect(scripts.slice(0, 2), page).to.deep.equal(STILL.includes(page) ? [] : ['logged-in.js', 'app.js']);
  });

  it('know of passkeys where there is a button for one', () => {
    const withButton = [...strangers, ...people].filter(({ html }) => has(html, ofPasskeys).length > 0);
    const withScript = [...strangers, ...people].filter((one) => one.scripts.includes('passkeys.js'));
    expect(new Set(withButton.map(({ page }) => page)).size).to.equal(3);
    expect(withScript).to.deep.equal(withButton);
  });

  it('are light for somebody who comes for the first time', async () => {
    const app = (await buildAssets()).get('app.js') ?? new Uint8Array();
    const { length } = await promisify(brotliCompress)(app);
    expect(length, 'what only pages of people have belongs into logged-in.ts').to.be.within(1_000, 5_500);
  });
});
