import { expect } from 'chai';
import { newerParts as newerOnes, stampParts } from '../../../../services/gateway/ui/parts.ts';

const newerParts = (...given: Parameters<typeof newerOnes>) => newerOnes(...given).join('\n');

const row = (id: string, answer: string, token = 'one') =>
  `<tbody class="person" data-person="${id}" data-version="1"><tr><td>${answer}</td><td><form><input type="hidden" name="_csrf" value="${token}"></form></td></tr></tbody>`;
const page = (rows: readonly string[], count = rows.length) =>
  `<body><div id="lista" data-part data-follows="all"><p>${count}</p><div><table>${rows.join('')}</table></div></div><p>x &gt; y</p><section id="cifras" data-part><div>7</div></section></body>`;
const hashesIn = (html: string): string[] =>
  [...html.matchAll(/ data-h="([^"]+)"/g)].map(([, hash]) => hash ?? '');

describe('The parts of a page', () => {
  it('say each what they are, so that a browser can say what it has', () => {
    const stamped = stampParts(page([row('ana', 'Pendiente'), row('luz', 'Habilitada')]));
    expect(hashesIn(stamped)).to.have.lengthOf(4);
    expect(stamped.replaceAll(/ data-h="[^"]+"/g, '')).to.equal(
      page([row('ana', 'Pendiente'), row('luz', 'Habilitada')]),
    );
  });

  it('are the same with another token in their forms', () => {
    expect(hashesIn(stampParts(page([row('ana', 'Pendiente', 'one')])))).to.deep.equal(
      hashesIn(stampParts(page([row('ana', 'Pendiente', 'two')]))),
    );
  });

  it('come alone when they changed, without what is around them', () => {
    const before = hashesIn(stampParts(page([row('ana', 'Pendiente'), row('luz', 'Habilitada')])));
    const newer = newerParts(page([row('ana', 'Habilitada'), row('luz', 'Habilitada')]), new Set(before));
    expect(newer).to.match(/^<template data-key="person ana"><tbody data-h="[^"]+" class="person"/);
    expect(newer).to.include('Habilitada').and.not.include('luz').and.not.include('lista');
  });

  it('come with places for what is in them and did not change', () => {
    const before = hashesIn(stampParts(page([row('ana', 'Pendiente')])));
    const newer = newerParts(page([row('luz', 'Pendiente'), row('ana', 'Pendiente')]), new Set(before));
    expect(newer).to.include(
      '<table><template data-place="person luz"></template><template data-place="person ana"></template></table>',
    );
    expect(newer).to.include('<template data-key="person luz">').and.not.include('data-person="ana"');
    expect(newer).not.to.include('cifras');
  });

  it('are nothing when nothing changed', () => {
    const html = page([row('ana', 'Pendiente')]);
    expect(newerParts(html, new Set(hashesIn(stampParts(html))))).to.equal('');
  });

  it('may be in one that has the same tag', () => {
    const html = (inner: number, outer: number) =>
      `<div id="lista" data-part><div id="dentro" data-part><div>${inner}</div></div><p>${outer}</p></div>`;
    const known = new Set(hashesIn(stampParts(html(1, 1))));
    expect(known.size).to.equal(2);
    expect(newerParts(html(2, 1), known))
      .to.match(/^<template data-key="dentro">/)
      .and.not.include('lista');
    expect(newerParts(html(1, 2), known)).to.match(
      /^<template data-key="lista"><div data-h="[^"]+" id="lista" data-part><template data-place="dentro"><\/template><p>2<\/p><\/div><\/template>$/,
    );
  });

  it('are none of what somebody searched for, whatever they typed', () => {
    const typed = '<input id="q" value="x data-part > data-person=&quot;ana&quot;"><path d="M0 0"/>';
    const stamped = stampParts(
      `<p id="primera" data-part>${typed}<span> data-person=&quot;b&quot;</span></p>`,
    );
    expect(hashesIn(stamped)).to.have.lengthOf(1);
    expect(stamped)
      .to.match(/^<p data-h="[^"]+" id="primera" data-part><input id="q"/)
      .and.match(/<\/p>$/);
  });

  it('end where they end, not where a tag begins with the same letters', () => {
    const html = (last: string) =>
      `<p id="a" data-part><path/><progress></progress>${last}</p><p>${last}</p>`;
    const known = new Set(hashesIn(stampParts(html('1'))));
    expect(newerParts(html('2'), known)).to.match(/<progress><\/progress>2<\/p><\/template>$/);
  });

  it('are each told apart: of two of the same name only the first is one', () => {
    expect(hashesIn(stampParts(page([row('ana', 'Pendiente'), row('ana', 'Pendiente')])))).to.have.lengthOf(
      3,
    );
  });
});
