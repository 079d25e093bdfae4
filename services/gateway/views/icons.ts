import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const names = [
  'arrow-down-tray',
  'arrow-path',
  'arrow-right-start-on-rectangle',
  'chart-bar',
  'check-badge',
  'clipboard-document',
  'clock',
  'document-magnifying-glass',
  'exclamation-circle',
  'home',
  'map-pin',
  'no-symbol',
  'pause-circle',
  'play-circle',
  'queue-list',
  'user',
  'users',
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
