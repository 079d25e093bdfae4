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

const read = (name: IconName): string =>
  readFileSync(require.resolve(`heroicons/24/outline/${name}.svg`), 'utf8')
    .replace(/\s*\n\s*/g, '')
    .replace('<svg', '<svg focusable="false"');

const svgs = new Map(names.map((name) => [name, read(name)]));

/** An inline picture that says nothing to a screen reader: words stand beside it. */
export const icon = (name: IconName): string => {
  const svg = svgs.get(name);
  if (svg === undefined) throw new Error(`no icon ${name}`);
  return svg;
};
