/**
 * The text of a body, whatever its header said: UTF-8 where the bytes are that, else windows-1252, of which
 * ISO-8859-1 is a part. A body that was cut inside a letter is still UTF-8. The byte order mark is left out.
 *
 * The browser itself decodes a body by its header; UTF-8 that was taken for windows-1252 on the way is put right.
 */
export const decodeBody = (bytes: Uint8Array): string => {
  const text = asUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes);
  return MISREAD.test(text) ? (asUtf8(inWindows1252(text)) ?? text) : text;
};

/** What the first byte of a two-byte letter looks like to who takes it for windows-1252. */
const MISREAD = /[ÂÃ][^\sA-Za-z]/;

const asUtf8 = (bytes: Uint8Array | null): string | null => {
  if (bytes === null) return null;
  try {
    // As a stream: the first bytes of a letter whose rest is missing are no error.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null; // That is the answer: these bytes are not UTF-8.
  }
};

/** windows-1252's own letters for bytes 0x80 to 0x9f; what it leaves open stays as it is. */
const byteOf = new Map(
  Array.from({ length: 0x20 }, (_, offset) => 0x80 + offset).map((byte) => [
    new TextDecoder('windows-1252').decode(new Uint8Array([byte])),
    byte,
  ]),
);

/** @returns null for a text that has other letters */
const inWindows1252 = (text: string): Uint8Array | null => {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    const byte = byteOf.get(letter) ?? letter.charCodeAt(0);
    if (byte > 0xff) return null;
    bytes[index] = byte;
  }
  return bytes;
};
