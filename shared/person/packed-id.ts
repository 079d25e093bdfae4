/** Ids as addresses have them that name many: 22 characters instead of 36. Browsers pack them too, so no Buffer. */
const GROUPS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** @param id a UUID */
export const packId = (id: string): string => {
  const bytes = id.replaceAll('-', '').match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
};

/** What {@link packId} packed; undefined for any other text. */
export const unpackId = (packed: string): string | undefined => {
  if (!/^[\w-]{22}$/.test(packed)) return undefined;
  const bytes = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const hex = [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return hex.replace(GROUPS, '$1-$2-$3-$4-$5');
};
