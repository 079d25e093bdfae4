const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] ?? one);

/** A piece of markup that is whole and escaped. */
export type Markup = string & { readonly markup: unique symbol };

/** Text that people read. */
export const text = (words: string): Markup => escapeMarkup(words) as Markup;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element; attributes that are undefined are left out, numbers have two decimals at the most. */
export const element = (name: string, attributes: Attributes, ...children: Markup[]): Markup => {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${escapeMarkup(typeof value === 'number' ? short(value) : value)}"`,
  );
  return `<${name}${written.join('')}>${children.join('')}</${name}>` as Markup;
};

const short = (value: number): string => String(Math.round(value * 100) / 100);

/** What a screen reader says of a chart, instead of its shapes. */
export interface ChartName {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What the shapes show, in words. */
  description: string;
}

/** Units across every chart: about a phone's pixels, so that text is as big as it is written. */
export const WIDTH = 340;

/** A whole chart; its colours and sizes of text are those of `public/styles/chart.css`. */
export const chart = ({ id, title, description }: ChartName, height: number, shapes: Markup[]): Markup =>
  element(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${WIDTH} ${short(height)}`,
      role: 'img',
      'aria-labelledby': `${id}-nombre ${id}-descripcion`,
    },
    element('title', { id: `${id}-nombre` }, text(title)),
    element('desc', { id: `${id}-descripcion` }, text(description)),
    ...shapes,
  );
