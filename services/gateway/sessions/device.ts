import Bowser from 'bowser';

/** Systems whose own names say little to whoever has the device. */
const systems: Record<string, string> = { 'Chrome OS': 'Chromebook' };
const kinds: Record<string, string> = {
  mobile: 'un celular',
  tablet: 'una tableta',
  desktop: 'un computador',
};

/** A browser in words, as far as it says who it is: "Chrome en Android", "Navegador desconocido". */
export const deviceName = (userAgent: string): string => {
  if (userAgent === '') return UNKNOWN;
  const { browser, os, platform } = Bowser.parse(userAgent);
  const system = os.name === undefined ? kinds[platform.type ?? ''] : (systems[os.name] ?? os.name);
  if (!browser.name && system === undefined) return UNKNOWN;
  const name = browser.name ? browser.name : 'Navegador';
  return system === undefined ? name : `${name} en ${system}`;
};

const UNKNOWN = 'Navegador desconocido';
