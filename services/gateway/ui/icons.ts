import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const names = [
  'arrow-left',
  'arrow-down-tray',
  'arrow-path',
  'arrow-right-start-on-rectangle',
  'arrow-top-right-on-square',
  'bell',
  'bell-slash',
  'chart-bar',
  'chat-bubble-left-right',
  'chart-bar',
  'check-badge',
  'chevron-down',
  'chevron-double-left',
  'chevron-double-right',
  'chevron-left',
  'chevron-right',
  'chevron-up',
  'chevron-up-down',
  'clipboard-document',
  'clock',
  'computer-desktop',
  'document-magnifying-glass',
  'document-text',
  'ellipsis-horizontal',
  'exclamation-circle',
  'eye',
  'eye-slash',
  'home',
  'key',
  'identification',
  'magnifying-glass',
  'map-pin',
  'no-symbol',
  'pause-circle',
  'pencil-square',
  'photo',
  'play-circle',
  'printer',
  'qr-code',
  'queue-list',
  'share',
  'shield-check',
  'signal',
  'trash',
  'trophy',
  'user',
  'user-group',
  'users',
  'x-mark',
] as const;
export type IconName = (typeof names)[number];

/** Without what a page in HTML does not need. */
const read = (name: IconName): string =>
  readFileSync(require.resolve(`heroicons/24/outline/${name}.svg`), 'utf8')
    .replace(/\s*\n\s*/g, '')
    .replaceAll(/ (?:xmlns|data-slot)="[^"]*"/g, '');

const svgs = new Map(names.map((name) => [name, read(name)]));

/** Pictures that a list has in each of its rows, to be drawn once on its page and used by `drawnIcon`. */
export const iconDrawings = (...used: IconName[]): string =>
  `<div hidden><svg>${[...new Set(used)]
    .map((name) =>
      icon(name)
        .replace(/^<svg/, `<symbol id="i-${name}"`)
        .replace(/<\/svg>$/, '</symbol>'),
    )
    .join('')}</svg></div>`;

/** One that this page has among its drawings; see `icon`. */
export const drawnIcon = (name: IconName): string =>
  `<svg viewBox="0 0 24 24" aria-hidden="true"><use href="#i-${name}"/></svg>`;

/** An inline picture that says nothing to a screen reader: words stand beside it. */
export const icon = (name: IconName): string => {
  const svg = svgs.get(name);
  if (svg === undefined) throw new Error(`no icon ${name}`);
  return svg;
};
