/** As Pico paints pages in light, and the accent of the icons. */
const BACKGROUND = '#ffffff';
const ACCENT = '#4f5ad6';

/**
 * What a phone asks for when somebody puts the portal among their apps.
 *
 * @param url the address of an asset
 */
export const manifestOf = (url: (name: string) => string): string =>
  JSON.stringify({
    id: '/',
    start_url: '/',
    scope: '/',
    name: 'Censo Vivo',
    short_name: 'Censo Vivo',
    description: 'Su puesto de votación, como lo publica la Registraduría. No es un sitio oficial.',
    lang: 'es-CO',
    dir: 'ltr',
    display: 'standalone',
    background_color: BACKGROUND,
    theme_color: ACCENT,
    icons: [
      { src: url('icon-192.png'), sizes: '192x192', type: 'image/png' },
      { src: url('icon-512.png'), sizes: '512x512', type: 'image/png' },
      { src: url('icon-full-512.png'), sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  });
