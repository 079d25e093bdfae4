import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import type { Pages } from '../../../../services/gateway/context.ts';
import { createRenderer, type Frame } from '../../../../services/gateway/ui/render.ts';
import { htmlProblems } from '../../../support/pages/html.ts';
import { pageSamples } from '../samples/page-samples.ts';
import { personWith } from '../support/views.ts';

const folder = join(import.meta.dirname, '../../../../templates');
const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.eta'))
  .map((name) => name.slice(0, -'.eta'.length));

/** What a template takes in: its layout, and parts. */
const takenInBy = (template: string): string[] =>
  [...readFileSync(join(folder, `${template}.eta`), 'utf8').matchAll(/(?:include|layout)\('([^']+)'/g)].map(
    ([, path = '']) => relative(folder, resolve(folder, template, '..', path)),
  );

const render = createRenderer({ url: (name) => `/assets/${name}` }, true);

const frames: Record<string, Frame> = {
  'for nobody': {
    ...{ user: undefined, path: '/', simulatedData: false, csrf: () => 'token', notice: null },
    ...{ enrolBy: null, isOverdue: false, askedAgain: false, allErasedOn: null, election: null },
    may: { listReferred: false, readReferred: false, operate: false, administer: false },
  },
  'for an ADMIN': {
    ...{ user: personWith({ role: 'ADMIN' }), path: '/admin/usuarios/', simulatedData: true },
    csrf: () => 'token',
    enrolBy: '2026-12-03T12:00:00.000Z',
    isOverdue: true,
    askedAgain: true,
    allErasedOn: '2027-06-01T05:00:00.000Z',
    election: { name: 'Elecciones <inventadas>', day: 'domingo 6 de junio de 2027', until: 'Faltan 6 días' },
    notice: { tone: 'good', text: 'Sus datos quedaron guardados.' },
    may: { listReferred: true, readReferred: true, operate: true, administer: true },
  },
};
/** The pages of whoever is not logged in; others are shown to a person. */
const open: readonly (keyof Pages)[] = [
  'account/login',
  'account/register',
  'consent/policy',
  'consent/verify',
  'lookups/status',
  'web/error',
  'web/expired',
  'welcome/welcome',
];

/** Every page with each of its samples, whose type goes with its name. */
const samples = Object.entries(pageSamples) as [keyof Pages, readonly Pages[keyof Pages][]][];

describe('Each page, with what its presenter gives it,', () => {
  for (const [page, given] of samples) {
    for (const [who, frame] of Object.entries(frames).filter(([, { user }]) => user || open.includes(page))) {
      it(`${page} ${who} is a whole page without a hole`, async () => {
        for (const data of given) {
          const html = render(page, { ...frame, ...data } as Pages[keyof Pages] & Frame);
          expect(html).to.include(
            `<title>${data.title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')} ·`,
          );
          expect(html).not.to.match(/undefined|\[object |\bNaN\b|>null</);
          expect(await htmlProblems(html)).to.deep.equal([]);
        }
      });
    }
  }
});

describe('A page that comes back because of a mistake', () => {
  it('begins at the first field that is wrong, however far below', () => {
    let wrong = 0;
    for (const [page, given] of samples)
      for (const data of given) {
        const html = render(page, { ...frames['for an ADMIN'], ...data } as Pages[keyof Pages] & Frame);
        const [first, ...others] = html.split(' aria-invalid="true"').slice(1);
        if (first === undefined) continue;
        wrong += 1;
        expect(first, page).to.match(/^ autofocus/);
        for (const other of others) expect(other, page).not.to.match(/^ autofocus/);
      }
    expect(wrong).to.be.greaterThan(5);
  });
});

describe('The fields of every page', () => {
  it('cut nothing of what is typed or pasted, and let a browser judge no text: limits are said by the rules', () => {
    expect(templates).to.include('account/register');
    for (const name of templates)
      expect(readFileSync(join(folder, `${name}.eta`), 'utf8'), name).not.to.match(
        /maxlength|\bpattern=|type(?:="|: ')number/i,
      );
  });

  it('leave one day to the browser’s calendar: that of a letter, which staff type in', () => {
    const withDay = templates.filter((name) =>
      /type(?:="|: ')date/i.test(readFileSync(join(folder, `${name}.eta`), 'utf8')),
    );
    expect(withDay).to.deep.equal(['requests/receive', 'requests/request']);
  });
});

describe('The templates', () => {
  it('are a page, or taken in by one, each of them', () => {
    const used = new Set<string>(Object.keys(pageSamples));
    for (const template of used) for (const other of takenInBy(template)) used.add(other);
    expect(templates.filter((name) => !used.has(name))).to.deep.equal([]);
    expect([...used].filter((name) => !templates.includes(name))).to.deep.equal([]);
  });

  it('of a room are taken in by that room only, but for those of `answer`', () => {
    const foreign = templates.flatMap((template) =>
      takenInBy(template)
        .filter((other) => !/^(layouts|parts|answer)\//.test(other))
        .filter((other) => other.split('/')[0] !== template.split('/')[0])
        .map((other) => `${template} → ${other}`),
    );
    expect(foreign).to.deep.equal([]);
  });
});
